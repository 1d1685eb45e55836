#pragma once

#include <adder/python/advice.hpp>
#include <adder/python/needed_library.hpp>

#include <vector>

/// What is said about shared libraries that packages need.
/// Each error answers three questions in order: what happened, what was seen, what to do.
namespace adder::python::messages {

Advice libraries_missing(const std::vector<NeededLibrary>& libraries);
Advice libraries_of_build_image(const std::vector<NeededLibrary>& libraries);

}  // namespace adder::python::messages
