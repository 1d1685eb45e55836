#pragma once

#include <adder/base/environment.hpp>

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace adder::base {

/// A program to run: exactly these arguments (the program's name not among them) and exactly this
/// environment.
struct Command {
    std::filesystem::path program;  ///< a name without '/' is looked up in the environment's PATH
    std::vector<std::string> args;
    Environment env;
    std::filesystem::path working_directory;  ///< empty: the caller's
    /// With a token that can stop, the program gets a process group of its own; a stop kills the whole group.
    std::stop_token stop = {};
};

/// How a program ended.
struct ExitStatus {
    int code = 0;    ///< when it exited by itself
    int signal = 0;  ///< when a signal ended it; 0 otherwise

    bool ok() const { return code == 0 && signal == 0; }

    /// "exit code 2", "signal 9 (Killed)".
    std::string describe() const;
};

/// Receives a program's output, standard output and standard error together, a line at a time, without the
/// line's end.
using LineHandler = std::function<void(std::string_view line)>;

/// Runs the command and waits for it; standard input is empty. Throws `SystemError` if it cannot be started.
/// An exception from `on_line` ends the program and is rethrown. Throws `Stopped` after a stop, when nothing
/// of the program's group is left that this process could wait for.
ExitStatus run(const Command& command, const LineHandler& on_line);

/// What `run` found out, with the whole output.
struct Captured {
    ExitStatus status;
    std::string output;
};

Captured run_and_capture(const Command& command);

/// From now on, what programs leave running when they end becomes this process's own (`end_what_was_left`).
void adopt_what_is_left();

/// Kills whatever programs that were run before have left running, with all that it starts, and waits for its
/// end. Returns the number of processes. Call it while no other thread runs a program. Throws `Error` if that
/// does not come to an end, `SystemError` if it cannot be known what runs.
std::size_t end_what_was_left();

}  // namespace adder::base
