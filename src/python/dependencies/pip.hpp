#pragma once

#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"

#include <adder/base/environment.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// pip's arguments for requirements files and `pylock.toml`.
std::vector<ToolCommand> install_with_pip(const Project& project, const InstallPlace& place,
                                          const ToolSurroundings& surroundings);

/// Why pip has to install a project that uv would not as it is meant: the first line of its requirements, or
/// the first setting, that uv does not understand. Nothing if there is none.
std::optional<std::string> reason_for_pip(const Project& project, const base::Environment& env);

}  // namespace adder::python
