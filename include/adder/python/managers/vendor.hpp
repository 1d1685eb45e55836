#pragma once

#include <adder/python/project.hpp>

#include <string>
#include <vector>

namespace adder::python {

/// The directory of wheels that an app brings along.
inline constexpr const char* vendor_directory = "vendor";

/// The packages in the app's `vendor` directory: wheels, and sources as pip downloads them. By name and size,
/// a line each.
std::string vendored_packages(const App& app);

/// Whether the app's `vendor` directory holds wheels (or sources of packages, as pip downloads them). Then
/// the project is installed from there alone, and they are a part of the project.
void add_vendored_packages(Project& project, const App& app);

/// `--no-index --find-links vendor` for a project that is vendored.
void add_vendor_options(std::vector<std::string>& args, const Project& project);

}  // namespace adder::python
