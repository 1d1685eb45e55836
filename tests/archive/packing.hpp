#pragma once

#include <adder/base/error.hpp>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

namespace adder::archive::test {

/// An entry for libarchive to write.
struct ZipEntry {
    std::string path;
    std::string contents = {};
    std::string link = {};  ///< of a symbolic link
};

/// libarchive's writer, into memory.
class Packer {
  public:
    Packer() : handle_{::archive_write_new()} {}
    struct archive* get() const { return handle_.get(); }

    void open() {
        ::archive_write_set_bytes_in_last_block(get(), 1);
        check(::archive_write_open(get(), this, nullptr, &append, nullptr));
    }
    void write(const ZipEntry& given, bool with_size) {
        const std::unique_ptr<archive_entry, decltype(&::archive_entry_free)> entry{::archive_entry_new(),
                                                                                    &::archive_entry_free};
        ::archive_entry_set_pathname(entry.get(), given.path.c_str());
        ::archive_entry_set_mode(entry.get(), given.link.empty() ? AE_IFREG | 0755 : AE_IFLNK | 0777);
        if (!given.link.empty()) ::archive_entry_set_symlink(entry.get(), given.link.c_str());
        if (with_size) {
            ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(given.contents.size()));
        }
        check(::archive_write_header(get(), entry.get()));
        ::archive_write_data(get(), given.contents.data(), given.contents.size());
    }
    std::string close() {
        check(::archive_write_close(get()));
        return std::move(bytes_);
    }
    void check(int result) const {
        if (result < ARCHIVE_WARN) throw base::Error{"libarchive: {}", ::archive_error_string(get())};
    }

  private:
    struct Deleter {
        void operator()(struct archive* handle) const { ::archive_write_free(handle); }
    };
    static la_ssize_t append(struct archive*, void* user, const void* data, std::size_t size) {
        static_cast<Packer*>(user)->bytes_.append(static_cast<const char*>(data), size);
        return static_cast<la_ssize_t>(size);
    }

    std::string bytes_;
    std::unique_ptr<struct archive, Deleter> handle_;
};

/// As a wheel is written: deflated, sizes known beforehand or (`streamed`) not.
inline std::string zip(const std::vector<ZipEntry>& entries, bool streamed = false) {
    Packer packer;
    packer.check(::archive_write_set_format_zip(packer.get()));
    packer.open();
    for (const ZipEntry& entry : entries) packer.write(entry, !streamed);
    return packer.close();
}

inline std::string gzip(const std::string& text) {
    Packer packer;
    packer.check(::archive_write_set_format_raw(packer.get()));
    packer.check(::archive_write_add_filter_gzip(packer.get()));
    packer.open();
    packer.write({"data", text}, true);
    return packer.close();
}

}  // namespace adder::archive::test
