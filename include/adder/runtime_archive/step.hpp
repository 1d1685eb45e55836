#pragma once

#include <adder/base/process.hpp>

#include <filesystem>
#include <string_view>

namespace adder::runtime_archive {

/// Runs a step of a build whose output matters only when it fails: it is appended to the log file. Throws
/// `Error` that says how the program ended and shows the last lines it wrote.
void run_step(std::string_view what, const base::Command& command, const std::filesystem::path& log_file);

}  // namespace adder::runtime_archive
