#pragma once

#include <adder/cnb/context.hpp>

namespace adder::python {

/// The build phase: chooses and installs Python, installs the app's dependencies, says how the app is
/// started.
cnb::BuildResult build(cnb::BuildContext& context);

}  // namespace adder::python
