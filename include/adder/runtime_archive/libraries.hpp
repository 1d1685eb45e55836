#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// What the dynamic loader of an image would miss for the programs and libraries of a tree: libraries,
/// versions of their symbols, itself. One line each, sorted; empty if it would load them all.
///
/// Looks where the loader looks: the files' own search paths, then the root's /etc/ld.so.conf (or
/// /etc/ld-musl-*.path) and the default directories. Reads files only, so that neither the image's
/// architecture nor privileges matter. What libraries of the root need in turn is looked at as well.
///
/// Throws `SystemError`, and `Error` naming a file that is damaged.
std::vector<std::string> missing_libraries(const std::filesystem::path& tree,
                                           const std::filesystem::path& root);

/// The file that `path` is in a directory that will be somebody's "/": absolute links lead from there, and
/// `..` does not leave it. Empty if there is none.
std::filesystem::path find_in_root(const std::filesystem::path& root, const std::filesystem::path& path);

/// The directories that a text in the form of ld.so.conf(5) names, `include` lines as "include:PATTERN".
std::vector<std::string> parse_loader_configuration(std::string_view text);

}  // namespace adder::runtime_archive
