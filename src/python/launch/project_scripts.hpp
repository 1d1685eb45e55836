#pragma once

#include "python/app/app.hpp"
#include "python/launch/servers.hpp"

#include <string>
#include <vector>

namespace adder::python {

/// The commands that installing the project makes (`[project.scripts]`, `[tool.poetry.scripts]`), the one
/// named like the project first, the others sorted. Empty unless the project itself is installed.
struct ProjectScripts {
    std::vector<std::string> names = {};
    bool first_is_the_projects = false;
};

/// Throws `base::Error` for a pyproject.toml that is none.
ProjectScripts find_project_scripts(const App& app, const Installed& installed);

}  // namespace adder::python
