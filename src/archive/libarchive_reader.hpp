#pragma once

#include "archive/errors.hpp"

#include <adder/base/bytes.hpp>
#include <adder/base/text.hpp>

#include <cerrno>
#include <exception>
#include <memory>
#include <new>

#include <archive.h>
#include <archive_entry.h>

namespace adder::archive {

/// A libarchive reader over a ByteSource. libarchive is C: what the source throws waits until it has
/// returned.
class LibarchiveReader {
  public:
    explicit LibarchiveReader(base::ByteSource& source) : source_{source}, handle_{::archive_read_new()} {
        if (!handle_) throw std::bad_alloc{};
    }
    LibarchiveReader(const LibarchiveReader&) = delete;
    LibarchiveReader& operator=(const LibarchiveReader&) = delete;

    struct archive* get() const { return handle_.get(); }

    /// After the formats and filters are chosen.
    void open() { check(::archive_read_open(get(), this, nullptr, &on_read, nullptr)); }

    /// Throws what the source threw, or `DamagedArchive`, unless the call succeeded, as far as it can.
    /// Warnings are about what is not used here (character sets, unknown attributes).
    int check(int result) {
        if (exception_) std::rethrow_exception(exception_);
        if (result == ARCHIVE_OK || result == ARCHIVE_EOF || result == ARCHIVE_WARN) return result;
        const char* text = ::archive_error_string(get());
        throw DamagedArchive{"the archive is damaged: {}", base::printable(text ? text : "unknown reason")};
    }

    /// The bytes that the format, or what else reads the outcome of all filters, has used.
    std::uint64_t position() const { return static_cast<std::uint64_t>(::archive_filter_bytes(get(), 0)); }

  private:
    struct Deleter {
        void operator()(struct archive* handle) const { ::archive_read_free(handle); }
    };

    static la_ssize_t on_read(struct archive* handle, void* user, const void** buffer) noexcept {
        auto& reader = *static_cast<LibarchiveReader*>(user);
        try {
            const base::ByteSpan bytes = reader.source_.read();
            *buffer = bytes.data();
            return static_cast<la_ssize_t>(bytes.size());
        } catch (...) {
            reader.exception_ = std::current_exception();
            ::archive_set_error(handle, EIO, "the source failed");
            return ARCHIVE_FATAL;
        }
    }

    base::ByteSource& source_;
    std::exception_ptr exception_;
    std::unique_ptr<struct archive, Deleter> handle_;
};

}  // namespace adder::archive
