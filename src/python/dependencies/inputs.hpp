#pragma once

#include "python/app/app.hpp"
#include "python/dependencies/project.hpp"

#include <filesystem>
#include <string>

namespace adder::python {

/// The file's text; nothing if it is not there. Throws `base::UserError` if it is not UTF-8.
std::optional<std::string> read_input(const App& app, const std::string& name);

/// Adds the file to the project's, unless it is there already; false if the app has no such file.
bool add_file(Project& project, const App& app, const std::string& name);

/// Adds what says how the project in that directory of the app is built and what it needs: `pyproject.toml`,
/// `setup.py`, `setup.cfg`, and the files that setuptools is told to read its dependencies from.
void add_build_files(Project& project, const App& app, const std::string& directory);

/// Adds everything in a directory of the app, for a package that is copied from there; of a file, its digest.
/// What tools and version control leave behind is left out. Nothing there adds nothing.
void add_tree(Project& project, const App& app, const std::string& path);

/// Locks of large projects have megabytes.
inline constexpr std::size_t max_input_size = 64u << 20;

/// `a/../b/./c` as `b/c`, "." as "".
std::string normal_path(const std::filesystem::path& path);

}  // namespace adder::python
