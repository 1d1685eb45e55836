#pragma once

#include "runtimes/index.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// An archive as it lies in a directory.
struct FoundFile {
    std::string name;
    std::uint64_t size = 0;
    base::Sha256Digest sha256;
};

/// An index made anew, and how it differs from the one before. Names of files.
struct Reindexed {
    runtimes::Index index;
    std::vector<std::string> added = {};
    std::vector<std::string> forgotten = {};  ///< were listed, and are gone
    std::vector<std::string> nameless = {};   ///< archives whose name does not say what they are
};

/// The index of these files. What the known one says of them beyond their names (what they were built from,
/// when, how) is kept.
///
/// Throws `Error` that lists every file whose digest is not the known one, and, unless `forget_missing`,
/// every one that is gone: somebody may rely on it.
Reindexed reindex(const runtimes::Index& known, const std::vector<FoundFile>& files, bool forget_missing);

/// The files in a directory that are archives: those the index lists, and those named *.tar.zst. Reads them
/// all. Throws `SystemError`.
std::vector<FoundFile> find_archives(const std::filesystem::path& directory, const runtimes::Index& known);

}  // namespace adder::runtime_archive
