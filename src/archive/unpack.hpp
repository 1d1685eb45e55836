#pragma once

#include "archive/extraction_policy.hpp"

#include <adder/base/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace adder::archive {

enum class Format { tar, tar_gz, tar_xz, tar_zst, zip };

/// By the end of a file's name: .tar, .tar.gz and .tgz, .tar.xz and .txz, .tar.zst and .tzst, .zip and .whl.
std::optional<Format> format_of(std::string_view file_name);

struct UnpackOptions {
    Format format = Format::tar_zst;
    std::size_t strip = 0;  ///< leading path components to drop
    Limits limits = {};

    /// Which entries to write, by their path as it is in the archive (before `strip`). Empty: all.
    std::function<bool(std::string_view path)> select = {};

    /// Files to make executable although the archive does not say so: a zip file's modes come only after its
    /// contents. Empty: none.
    std::function<bool(std::string_view path)> executable = {};
};

struct UnpackTotals {
    std::uint64_t entries = 0;  ///< of every kind, skipped ones included
    std::uint64_t bytes = 0;    ///< of files' contents
};

/// Unpacks a stream into a directory while it arrives.
///
/// `write` hands the bytes on; one thread decompresses them, another reads the entries, asks
/// `ExtractionPolicy` and writes with `TreeWriter`. Between them are queues of about 2 MiB.
///
/// `finish` waits for them and throws whatever one of them found: `DamagedArchive`, `UnsafeArchive`,
/// `SystemError`. `write` throws the same as soon as it is known. What was written until then stays: the
/// caller unpacks into a staging directory and removes it on failure. Destroying an unfinished unpacker stops
/// them.
class TreeUnpacker final : public base::ByteSink {
  public:
    /// The directory must exist and be empty; throws `Error` if it is not.
    TreeUnpacker(const std::filesystem::path& directory, UnpackOptions options);
    ~TreeUnpacker() override;

    void write(base::ByteSpan bytes) override;
    void finish() override;

    /// Only after `finish`.
    const UnpackTotals& totals() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace adder::archive
