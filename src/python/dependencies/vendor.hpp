#pragma once

#include "python/app/app.hpp"
#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// The directory of wheels that an app brings along.
inline constexpr const char* vendor_directory = "vendor";

/// If the app's `vendor` directory holds packages (wheels, or sources as pip downloads them), the project is
/// installed from there alone, and they are a part of it, by name and size. One that the project names by its
/// path does not count. To be called when those are known.
void add_vendored_packages(Project& project, const App& app);

/// The names of those packages' files, of a project that they are a part of.
std::set<std::string, std::less<>> vendored_files(const Project& project);

/// Whether they have a release of a tool ("poetry", "2.5.1"), and so all that it needs.
bool has_vendored_tool(const Project& project, std::string_view name, std::string_view version);

/// `--no-index --find-links vendor` for a project that is vendored.
void add_vendor_options(std::vector<std::string>& args, const Project& project);

/// Where what a lock pins stands as requirements, which uv then installs.
std::filesystem::path requirements_of_lock(const InstallPlace& place);

/// uv installs them from `vendor` and no index: just these, each checked against the hashes that it has
/// there.
ToolCommand install_from_vendor(const InstallPlace& place);

}  // namespace adder::python
