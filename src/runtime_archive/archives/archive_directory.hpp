#pragma once

#include "runtimes/index.hpp"

#include <adder/base/files.hpp>

#include <filesystem>
#include <string>

namespace adder::runtime_archive {

/// The index.json of a directory; an empty index if there is none. Throws `Error` naming the file.
runtimes::Index read_index(const std::filesystem::path& directory);

/// A directory of archives with its index.json, held against other processes that change it.
class ArchiveDirectory {
  public:
    /// Makes the directory if need be, and waits while another process holds it. Throws `SystemError`.
    explicit ArchiveDirectory(std::filesystem::path directory);

    const std::filesystem::path& path() const { return path_; }

    /// Throws `Error` for one that could not be written again without loss (`require_understood`).
    runtimes::Index index() const;
    void write(const runtimes::Index& index) const;

    /// Whether there are signatures: they are of the index as it was before the last `write`.
    bool is_signed() const;

    enum class Added { added, was_there };

    /// Moves the file, on the same file system, to the entry's name and enters it in the index. Each appears
    /// whole or not at all. Throws `Error`, having changed nothing, if there are other bytes under that name.
    Added add(const std::filesystem::path& file, const runtimes::IndexEntry& entry) const;

  private:
    std::filesystem::path path_;
    base::UniqueFd lock_;
};

}  // namespace adder::runtime_archive
