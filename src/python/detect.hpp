#pragma once

#include <adder/cnb/context.hpp>

namespace adder::python {

/// Passes for Python apps, and provides and requires `python`, so that other buildpacks can require it too.
/// Kept apart from the build phase: it runs in every build of every group this buildpack is in, and must load
/// neither the network's nor the archives' libraries.
cnb::DetectResult detect(const cnb::DetectContext& context);

}  // namespace adder::python
