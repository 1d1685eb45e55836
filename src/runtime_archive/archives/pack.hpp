#pragma once

#include "runtimes/index.hpp"

#include <adder/base/log.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// What an archive is called and said to be, and how it is compressed.
struct PackRequest {
    runtimes::ArchiveId id = {};
    std::filesystem::path output = {};  ///< the directory of archives, with its index.json
    int level = 22;                     ///< zstd's, 1 to 22
    int window_log = 23;                ///< zstd's, 10 to 27: what unpacking needs is 2^window_log bytes
    int threads = 1;
    std::vector<std::string> build_flags = {};
    std::optional<runtimes::Source> source = {};
    std::optional<std::string> date = {};
    std::stop_token stop = {};  ///< ends the packing; then `pack` throws `base::Stopped`
};

/// An archive in its directory.
struct PackedArchive {
    runtimes::IndexEntry entry;
    std::filesystem::path file;
    bool was_there = false;  ///< with the same bytes
};

/// Packs the tree into the output directory and enters the archive in the index.json there. The archive and
/// the index each appear whole or not at all, and processes that do this at the same time wait for each
/// other.
///
/// Throws `Error` if different bytes were already published under the archive's name, or if the index cannot
/// be read; then nothing has changed.
PackedArchive pack(const std::filesystem::path& tree, const PackRequest& request, base::Log& log);

}  // namespace adder::runtime_archive
