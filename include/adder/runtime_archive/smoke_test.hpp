#pragma once

#include <adder/runtimes/version.hpp>

#include <filesystem>

namespace adder::runtime_archive {

/// Copies the tree to another directory and runs the interpreter there with an empty environment. Throws
/// `Error` if it is not this version, lacks a module of `requirements_of` (with the package to install), or
/// has loaded a file from outside the copy.
void smoke_test(const std::filesystem::path& tree, const runtimes::PythonVersion& version);

}  // namespace adder::runtime_archive
