#pragma once

#include <adder/base/bytes.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>

namespace adder::archive {

struct PackOptions {
    int level = 22;
    int window_log = 27;     ///< 23 costs a few percent in size and saves the unpacker 120 MB of memory
    int threads = 1;         ///< makes no difference to the bytes
    std::int64_t mtime = 0;  ///< of every entry, in seconds since 1970

    /// Uncompressed bytes so far, and in all.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

struct PackTotals {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;  ///< of the tar stream before compression
};

/// Writes the directory's contents as tar.zst to the sink, and calls its `finish`.
///
/// A function of names, contents, executable bits and link targets only: entries are sorted bytewise, modes
/// are 0755 or 0644, owners 0, times `mtime`; hard links become separate files. The format is ustar with pax
/// headers (POSIX.1-2017 `pax`) where a path or size does not fit. Throws `Error` for what unpacking would
/// refuse (`ExtractionPolicy`), `SystemError` for what cannot be read.
PackTotals pack_tree(const std::filesystem::path& directory, base::ByteSink& sink,
                     const PackOptions& options = {});

}  // namespace adder::archive
