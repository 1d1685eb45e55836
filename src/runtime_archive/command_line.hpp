#pragma once

#include <adder/base/environment.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// How the program ends.
enum class Exit {
    ok = 0,
    failed = 1,
    wrong_usage = 2,
    unfit = 3,           ///< of `verify`: it could be looked at, and is not as it should be
    first_signal = 128,  ///< plus the number of the signal that interrupted the command
};

/// What the program has of the process it runs in.
struct Process {
    base::Environment env = {};
    bool colour = false;
    std::function<void(std::string_view text)> out = {};    ///< standard output
    std::function<void(std::string_view text)> error = {};  ///< standard error
    std::function<std::string()> input = {};                ///< all of standard input
};

/// The whole program, from the arguments after its name to its exit code. Throws nothing on purpose: what
/// goes wrong has become text on `error`.
Exit run_command_line(const std::vector<std::string>& arguments, const Process& process);

}  // namespace adder::runtime_archive
