#pragma once

#include <adder/base/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// What a tree holds, counted.
struct TreeSummary {
    std::uint64_t files = 0;
    std::uint64_t directories = 0;
    std::uint64_t links = 0;
    std::uint64_t bytes = 0;                ///< of the files
    std::uint64_t bytecode_files = 0;       ///< *.pyc
    std::uint64_t extension_modules = 0;    ///< lib-dynload/*.so
    std::vector<std::string> interpreters;  ///< bin/python3.13, sorted: programs, not links
    bool headers = false;                   ///< include/ has any
    bool ensurepip = false;
};

TreeSummary summarise(const std::filesystem::path& tree);

/// An archive file, looked at from outside and inside.
struct ArchiveSummary {
    std::uint64_t size = 0;
    base::Sha256Digest sha256;
    std::uint64_t window = 0;  ///< bytes that decompressing it takes, about
    TreeSummary contents;
};

/// Unpacks it into a temporary directory, under the policy that the buildpack has. Throws `DamagedArchive`,
/// `UnsafeArchive`, `SystemError`.
ArchiveSummary inspect(const std::filesystem::path& archive);

/// Unpacks a *.tar.zst, *.tar.gz or *.tar without its `strip` leading directories. The same exceptions;
/// `Error` for another kind of file.
void unpack_archive(const std::filesystem::path& archive, const std::filesystem::path& directory,
                    std::size_t strip = 0);

}  // namespace adder::runtime_archive
