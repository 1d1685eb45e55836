#pragma once

#include <adder/base/bytes.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace adder::runtimes {

/// What a program or shared library wants of the dynamic loader.
struct Elf {
    unsigned machine = 0;                        ///< e_machine: 62 is amd64, 183 arm64
    std::string interpreter = {};                ///< the loader's path; empty for a library
    std::string name = {};                       ///< DT_SONAME
    std::vector<std::string> needed = {};        ///< DT_NEEDED
    std::vector<std::string> search_paths = {};  ///< DT_RUNPATH, or else DT_RPATH
    std::map<std::string, std::set<std::string>> needed_versions = {};  ///< by library: "GLIBC_2.34"
    std::set<std::string> defined_versions = {};

    bool operator==(const Elf&) const = default;
};

/// Reads ELF64 files in little-endian order (gABI chapter 5, and LSB's symbol versioning). Nothing for any
/// other file, and for one that is not linked dynamically. Throws `Error` for one that is damaged, or that
/// holds more than any real one does: a small file can be made that stands for gigabytes.
std::optional<Elf> read_elf(base::ByteSpan bytes);

/// The same of a file, of which only what is looked at is read. Throws `SystemError` as well.
std::optional<Elf> read_elf_file(const std::filesystem::path& file);

}  // namespace adder::runtimes
