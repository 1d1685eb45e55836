#pragma once

#include "python/launch/launch_plan.hpp"

namespace adder::python {

/// The first of these that says how, and only that: `BP_PYTHON_START_COMMAND` for the process `web` (other
/// types are the Procfile's); the Procfile; a Django project; a web application in the sources, with a server
/// that is installed; a command of the project (`[project.scripts]`); `main.py` or `app.py` as a script.
///
/// There may be no process at all: nothing is guessed, and no development server is started. Throws
/// `base::UserError` for settings that do not fit the Procfile.
LaunchPlan choose_processes(const LaunchFacts& facts);

}  // namespace adder::python
