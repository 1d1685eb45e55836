#pragma once

#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"

#include <adder/base/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// An app with `poetry.lock`.
Project read_poetry(const App& app, const Settings& settings);
/// The major version that wrote the lock.
const Tool& poetry_of_lock(std::string_view lock);
std::vector<ToolCommand> install_with_poetry(const Project& project, std::string_view version,
                                             const InstallPlace& place, const ToolSurroundings& surroundings);
std::optional<base::UserError> explain_poetry(const std::string& output);

}  // namespace adder::python
