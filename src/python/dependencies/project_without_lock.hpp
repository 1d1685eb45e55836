#pragma once

#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"
#include "python/dependencies/pyproject.hpp"

#include <string>
#include <vector>

namespace adder::python {

/// Groups and extras of the project that are for development and tests.
void add_groups_for_tests(Project& project, const Pyproject& pyproject);

/// `pyproject.toml` (or `setup.py`) without any lock.
Project read_project_without_lock(const App& app, const Settings& settings);

/// uv installs what the project declares, and the project itself if it can be built: editable, because the
/// running app is in the same place.
std::vector<ToolCommand> install_project(const Project& project, const InstallPlace& place);

/// uv's arguments for choosing versions anew.
std::vector<std::string> resolve_project(const Project& project, const std::string& interpreter);

}  // namespace adder::python
