#pragma once

#include "runtimes/version.hpp"

#include <filesystem>
#include <string>

namespace adder::runtime_archive {

/// What the interpreter in a tree's bin says it is. Throws `Error` if it cannot be run or says anything else.
runtimes::PythonVersion ask_version(const std::filesystem::path& tree, const std::string& interpreter);

}  // namespace adder::runtime_archive
