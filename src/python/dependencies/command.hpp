#pragma once

#include <adder/base/environment.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::python {

/// Where dependencies are installed, and for which app.
struct InstallPlace {
    std::filesystem::path environment;  ///< a virtual environment, which is there
    std::filesystem::path app_directory;
    std::filesystem::path work = {};  ///< for what one tool hands to the next; gone after the build

    std::string interpreter() const { return (environment / "bin/python").native(); }
};

/// A file that a tool is to read.
struct ToolInput {
    std::filesystem::path file;
    std::string text;
};

/// A tool's arguments and what they need of its environment, as a value: `variables` are set on top of what
/// every tool gets, `without` are taken away from it.
struct ToolCommand {
    std::vector<std::string> args;
    base::Environment variables = {};
    std::vector<std::string> without = {};
    std::vector<ToolInput> inputs = {};  ///< written before it runs
    bool by_uv = false;                  ///< a step between those of another tool

    /// What the command runs in, of what every tool gets.
    base::Environment environment(base::Environment common) const {
        for (const std::string& name : without) common.unset(name);
        for (const auto& [name, value] : variables.variables()) common.set(name, value);
        return common;
    }
};

/// Throws `base::SystemError`.
void write_inputs(const ToolCommand& command);

/// What a tool is given beside the place to install to. To uv only `env` is of interest.
struct ToolSurroundings {
    std::filesystem::path cache;  ///< a directory of its own, gone after the build
    std::string index;            ///< URL of a simple repository API; may hold credentials
    std::string version = {};     ///< of the tool
    base::Environment env = {};   ///< what the build has

    /// Where a tool may write what it does not show.
    std::filesystem::path logs() const { return cache / "log"; }
};

/// `--flag value` for each value.
inline void add_option(std::vector<std::string>& args, const char* flag,
                       const std::vector<std::string>& values) {
    for (const std::string& value : values) {
        args.emplace_back(flag);
        args.push_back(value);
    }
}

}  // namespace adder::python
