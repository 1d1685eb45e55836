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

/// An app with `pdm.lock`.
Project read_pdm(const App& app, const Settings& settings);
std::vector<ToolCommand> install_with_pdm(const Project& project, const InstallPlace& place,
                                          const ToolSurroundings& surroundings);
std::optional<base::UserError> explain_pdm(const std::string& output);

}  // namespace adder::python
