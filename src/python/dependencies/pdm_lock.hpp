#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace adder::python {

/// What a `pdm.lock` pins for the groups, as requirements with hashes: what `pdm export` writes, which gives
/// up where a package is a directory of the app or a repository and has no hash. Paths become absolute.
/// Throws `base::UserError` for a lock that does not say where a package is needed (without
/// `inherit_metadata`), or is not TOML.
std::string requirements_of_pdm_lock(std::string_view lock, const std::set<std::string>& groups,
                                     const std::filesystem::path& app_directory);

}  // namespace adder::python
