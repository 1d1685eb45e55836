#pragma once

#include <adder/base/log.hpp>
#include <adder/base/process.hpp>

#include <chrono>
#include <filesystem>
#include <string_view>

namespace adder::runtime_archive {

/// Where the steps of a build say what.
struct StepLog {
    base::Log& log;              ///< for people: a line now and then while a step takes long
    std::filesystem::path file;  ///< all that its programs write
    std::chrono::milliseconds heartbeat{15'000};
};

/// Runs a step of a build whose output matters only when it fails: it is appended to the log file. Throws
/// `Error` that says how the program ended and shows the last lines it wrote.
void run_step(std::string_view what, const base::Command& command, const StepLog& log);

}  // namespace adder::runtime_archive
