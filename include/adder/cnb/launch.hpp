#pragma once

#include <adder/cnb/toml.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::cnb {

/// A way to start the app (spec: launch.toml).
struct Process {
    std::string type;                    ///< letters, digits, '.', '_' and '-': `web`, `worker`
    std::vector<std::string> command;    ///< the program and the arguments a user cannot replace
    std::vector<std::string> args = {};  ///< arguments that those given at launch replace
    bool is_default = false;
    /// Where it runs, relative to the app; the app itself when absent. The program is looked up before.
    std::optional<std::string> working_directory = {};
    /// The execution environments it is meant for ("production", "test"; Buildpack API 0.12); all when empty.
    std::vector<std::string> execution_environments = {};
};

struct Label {
    std::string key;
    std::string value;
};

/// Files of the app that become an image layer of their own, so that they are not uploaded again when others
/// change. Each path is a pattern as Go's `filepath.Match` has it, relative to the app; `*` does not match
/// '/', and a matching directory comes with all that is in it.
struct Slice {
    std::vector<std::string> paths;
};

/// What the image does when it runs.
struct Launch {
    std::vector<Process> processes;
    std::vector<Label> labels = {};
    std::vector<Slice> slices = {};

    /// Throws `std::logic_error` for what the lifecycle would refuse only when it exports the image, or would
    /// silently not do: a process type it does not allow, one that is there twice, no command, two default
    /// processes, an execution environment with a '/', a label without a key, a slice's path that is
    /// malformed or leaves the app.
    TomlTable to_toml() const;
};

/// Whether `type` may name a process.
bool is_process_type(std::string_view type);

/// Whether `name` may name an execution environment, "*" (all of them) included.
bool is_execution_environment(std::string_view name);

}  // namespace adder::cnb
