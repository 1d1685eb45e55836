#pragma once

#include "runtimes/version.hpp"

#include <adder/base/environment.hpp>

#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// An optional part of the standard library that every runtime has nevertheless.
struct Requirement {
    std::string_view module;  ///< imported by the smoke test; empty if runtimes that others built may lack it
    std::string_view extension;  ///< the compiled module behind it, as CPython's `configure` calls it
    std::string_view header;     ///< what compiling it always needs; empty if CPython brings that itself
    std::string_view package;    ///< Debian's and Ubuntu's, that holds the header; empty if there is none
    std::string_view other_header = {};  ///< serves as well as `header`
};

/// Those of this version of Python.
std::vector<Requirement> requirements_of(const runtimes::PythonVersion& version);

/// Throws `Error` that names every missing program and header's package, before minutes were spent on a build
/// that would lack a module. Runs the compiler (`cc`).
void check_build_requirements(const runtimes::PythonVersion& version, const base::Environment& env);

}  // namespace adder::runtime_archive
