#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace adder::python {

/// The paths of all files in an app's directory, relative to it, but for what tools put down beside sources
/// and nobody needs again: bytecode, `*.egg-info`, `build`, version control.
std::set<std::string> files_of_app(const std::filesystem::path& directory);

/// Those in `after` that are not in `before`.
std::vector<std::string> new_files(const std::set<std::string>& before, const std::set<std::string>& after);

}  // namespace adder::python
