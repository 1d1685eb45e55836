#pragma once

#include "python/app/app.hpp"
#include "python/dependencies/project.hpp"

#include <filesystem>
#include <string>

namespace adder::python {

/// The file's text; nullopt if it is not there. Throws as `read_app_file`, and `base::UserError` if it is not
/// UTF-8.
std::optional<std::string> read_input(const App& app, const std::string& name);

/// More than any real project has; an app of files that name others must not keep a build busy for hours.
inline constexpr std::size_t most_project_files = 1000;
inline constexpr std::size_t most_local_packages = 1000;
inline constexpr std::size_t most_project_text = 32u << 20;

/// Adds the file to the project's, unless it is there already; false if the app has no such file. Throws as
/// `read_input`, and `base::UserError` for more files, or more text in all, than the limits above.
bool add_file(Project& project, const App& app, const std::string& name);

/// Adds what says how the project in that directory of the app is built and what it needs: `pyproject.toml`,
/// `setup.py`, `setup.cfg`, and the files that setuptools is told to read its dependencies from. Throws as
/// `add_file`, and `base::UserError` for more packages than the limit above.
void add_build_files(Project& project, const App& app, const std::string& directory);

/// Adds everything in a directory of the app, for a package that is copied from there; of a file, its digest.
/// What tools and version control leave behind is left out. Nothing there adds nothing. Throws
/// `base::UserError` for a path that leads out of the app.
void add_tree(Project& project, const App& app, const std::string& path);

/// `a/../b/./c` as `b/c`, "." as "".
std::string normal_path(const std::filesystem::path& path);

}  // namespace adder::python
