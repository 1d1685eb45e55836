#pragma once

#include "python/launch/launch_plan.hpp"

#include <optional>

namespace adder::python {

/// How the app's tests are run, for an image that is there to run them (the execution environment `test`):
/// the first of pytest, if it is installed (of a Django project, with pytest-django); `manage.py test`; tox,
/// nox, where they are installed and have a file of their own; unittest, where there are files of tests.
/// Nothing where nothing tells.
std::optional<ChosenProcess> find_test_process(const LaunchFacts& facts);

/// The plan of such an image: its default process is `test`. The Procfile's own goes before what is found.
LaunchPlan for_tests(LaunchPlan plan, const LaunchFacts& facts);

}  // namespace adder::python
