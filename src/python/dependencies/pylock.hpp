#pragma once

#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// Whether a file is named as PEP 751 wants it: `pylock.toml`, `pylock.NAME.toml`.
bool is_pylock_name(std::string_view name);

/// The lock files of that kind in the app, `pylock.toml` first.
std::vector<std::string> pylock_files(const App& app);

/// An app with such a lock. Throws `base::UserError` if there are several, none is `pylock.toml` and
/// `BP_PYTHON_PYLOCK` names none of them.
Project read_pylock(const App& app, const Settings& settings);

/// The lock as the command's next argument: of a project whose packages are in `vendor`, a copy that takes
/// them from there.
void add_pylock(ToolCommand& command, const Project& project, const InstallPlace& place);

std::vector<ToolCommand> install_pylock(const Project& project, const InstallPlace& place);

}  // namespace adder::python
