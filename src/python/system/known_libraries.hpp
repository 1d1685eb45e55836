#pragma once

#include "python/installed/packages.hpp"

#include <string>
#include <string_view>

/// What is known of system libraries that packages need, as tables.
namespace adder::python {

/// Of the C library, whichever an image has: needed by everything, and never missing.
bool is_of_c_library(std::string_view library);

/// In every image that can run Python: nothing to prepare for.
bool is_in_every_image(std::string_view library);

/// Not worth a word where it is missing: a driver's library, which the host brings, or one that the package
/// does without.
bool is_optional(const Package& package, std::string_view library);

/// The package of Debian and Ubuntu that has a library ("libpq.so.5"); empty if it is not known.
std::string_view debian_package_of(std::string_view library);

/// What can be had in the place of a package, without the library; empty if nothing is
/// known.
std::string variant_without_library(const Package& package);

}  // namespace adder::python
