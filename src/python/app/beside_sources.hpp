#pragma once

#include <string_view>

namespace adder::python {

/// What tools put down beside an app's sources, told by its name alone. Who walks through an app's directory
/// leaves out the kinds that do not matter to its question, and says in its own words what else.

/// `.git`, `.hg`, `.svn`.
bool is_version_control(std::string_view name);

/// `__pycache__`, and files of compiled Python.
bool is_bytecode(std::string_view name);

/// Where build backends put what they build: `build`, `dist`, and `*.egg-info`.
bool is_build_output(std::string_view name);

/// What was installed there rather than written: virtual environments and `node_modules`.
bool is_environment(std::string_view name);

}  // namespace adder::python
