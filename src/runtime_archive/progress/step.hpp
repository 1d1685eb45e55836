#pragma once

#include <adder/base/log.hpp>
#include <adder/base/process.hpp>

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string_view>

namespace adder::runtime_archive {

/// How often a step that takes long says so.
inline constexpr std::chrono::milliseconds default_heartbeat{15'000};

/// Where the steps of a build say what.
struct StepLog {
    base::Log& log;              ///< for people: a line now and then while a step takes long
    std::filesystem::path file;  ///< all that its programs write
    std::chrono::milliseconds heartbeat = default_heartbeat;
    std::stop_token stop = {};  ///< ends the programs
};

/// Runs a step of a build whose output matters only when it fails: it is appended to the log file. Throws
/// `Error` that says how the program ended and shows the last lines it wrote. `on_line` gets each line as
/// well.
void run_step(std::string_view what, const base::Command& command, const StepLog& log,
              const base::LineHandler& on_line = {});

}  // namespace adder::runtime_archive
