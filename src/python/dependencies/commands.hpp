#pragma once

#include "python/dependencies/project.hpp"

#include <string>

/// What people type to put a project's files in order.
namespace adder::python::messages {

/// Writes the project's hashes anew.
std::string lock_command(const Project& project);

/// Fills vendor/ with what the project pins, or asks for.
std::string vendor_command(const Project& project);

}  // namespace adder::python::messages
