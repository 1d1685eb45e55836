#pragma once

#include <filesystem>
#include <string>
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

}  // namespace adder::runtime_archive
