#pragma once

#include <adder/cnb/toml.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::cnb {

/// A way to start the app (spec: launch.toml).
struct Process {
    std::string type;                    ///< letters, digits, '.', '_' and '-': `web`, `worker`
    std::vector<std::string> command;    ///< the program and the arguments a user cannot replace
    std::vector<std::string> args = {};  ///< arguments that those given at launch replace
    bool is_default = false;
    std::optional<std::string> working_directory = {};  ///< relative to the app; the app itself when absent
};

struct Label {
    std::string key;
    std::string value;
};

/// What the image does when it runs.
struct Launch {
    std::vector<Process> processes;
    std::vector<Label> labels;

    /// Throws `std::logic_error` for what the lifecycle would refuse only when it exports the image: a
    /// process type it does not allow, no command, two default processes.
    TomlTable to_toml() const;
};

/// Whether `type` may name a process.
bool is_process_type(std::string_view type);

}  // namespace adder::cnb
