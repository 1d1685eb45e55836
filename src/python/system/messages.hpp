#pragma once

#include "python/app/advice.hpp"
#include "python/system/needed_library.hpp"

#include <vector>

/// What is said about shared libraries that packages need.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

Advice libraries_missing(const std::vector<NeededLibrary>& libraries);
Advice libraries_of_build_image(const std::vector<NeededLibrary>& libraries);

}  // namespace adder::python::messages
