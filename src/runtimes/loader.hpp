#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Where a dynamic loader looks, told from files only.
namespace adder::runtimes {

/// Where the loader of the root looks for whatever has no search path of its own, for files of a machine
/// (`Elf::machine`): /etc/ld.so.conf or /etc/ld-musl-*.path, and the default directories. Throws
/// `SystemError`.
std::vector<std::string> loader_directories(const std::filesystem::path& root, unsigned machine);

/// The file that `path` is in a directory that will be somebody's "/": absolute links lead from there, and
/// `..` does not leave it. Empty if there is none.
std::filesystem::path find_in_root(const std::filesystem::path& root, const std::filesystem::path& path);

/// The directories that a text in the form of ld.so.conf(5) names, `include` lines as "include:PATTERN".
std::vector<std::string> parse_loader_configuration(std::string_view text);

}  // namespace adder::runtimes
