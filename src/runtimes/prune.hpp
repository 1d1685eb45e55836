#pragma once

#include "runtimes/archive_id.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace adder::runtimes {

/// Whether a runtime goes without this file or directory (with everything in it): CPython's own tests, the
/// programs and modules that need a screen, static libraries, manual pages, what a later step makes anew. The
/// minimal variant goes without what only building needs: headers, build settings, ensurepip, distutils.
///
/// `path` is relative to the tree ("lib/python3.13/test").
bool is_pruned(const std::filesystem::path& path, Variant variant = Variant::full);

struct Pruned {
    std::size_t entries = 0;  ///< a directory counts as one
    std::uint64_t bytes = 0;
};

/// Removes all that from the tree. Throws `SystemError`.
Pruned prune(const std::filesystem::path& tree, Variant variant = Variant::full);

}  // namespace adder::runtimes
