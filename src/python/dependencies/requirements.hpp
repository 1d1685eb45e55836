#pragma once

#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// Calls `visit` for the lines of a requirements file with continuations joined and comments gone, as pip
/// reads them: one at a time, since there may be a million.
void for_each_requirement_line(std::string_view text, const std::function<void(const std::string&)>& visit);

/// The files a requirements file includes, each once: the arguments of `-r`, `--requirement`, `-c` and
/// `--constraint`.
std::vector<std::string> included_files(std::string_view requirements_text);

/// An app with `requirements.txt`. Throws `base::UserError` for an included file that is not there.
Project read_requirements(const App& app, const Settings& settings);

/// uv's arguments.
std::vector<ToolCommand> install_requirements(const Project& project, const InstallPlace& place);

/// uv's arguments for choosing versions anew.
std::vector<std::string> resolve_requirements(const Project& project, const std::string& interpreter);

}  // namespace adder::python
