#pragma once

#include "python/app/advice.hpp"
#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/project.hpp"

#include <span>
#include <vector>

namespace adder::python {

/// Which files say what to install, and who understands them. Throws `base::UserError` for an app whose
/// dependencies are declared in a way that is not supported, or refer to a file that is not there.
Project identify_project(const App& app, const Settings& settings,
                         std::span<const ManagerRules* const> known = all_managers());

/// What is in the app's directory and does not belong there: a virtual environment, bytecode; and files of
/// managers that are left aside.
std::vector<Advice> advice_on_files(const App& app, const Project& project);

}  // namespace adder::python
