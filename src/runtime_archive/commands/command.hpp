#pragma once

#include "runtime_archive/command_line.hpp"
#include "runtime_archive/commands/options.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/log.hpp>

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// What a command may use while it runs.
struct Session {
    const Process& process;
    base::Log& log;  ///< for people; on standard error if standard output has a document for a machine
    bool json;       ///< the result is wanted as one JSON document on standard output
    std::stop_token stop = {};  ///< of a command that `tidies_up`: when a signal asks the program to end

    const base::Environment& env() const { return process.env; }

    /// The result for people, or for machines: exactly one of the two is printed.
    void result(std::string_view text, const std::function<std::string()>& document) const {
        process.out(json ? document() + "\n" : std::string{text});
    }
};

/// One subcommand: a file in this directory.
class Command {
  public:
    struct About {
        const char* name;
        const char* summary;      ///< half a line, for the list of commands
        const char* description;  ///< a sentence or two
        const char* example;      ///< a command line that can be typed
    };

    virtual ~Command() = default;
    virtual About about() const = 0;
    virtual void declare(Options& options) = 0;

    /// True for a command that makes what must not be left behind when a signal ends the program. It looks at
    /// `Session::stop`, and throws.
    virtual bool tidies_up() const { return false; }

    /// Throws `WrongUsage`, and `Error` for what fails.
    virtual Exit run(Session& session) = 0;
};

std::vector<std::unique_ptr<Command>> all_commands();

std::unique_ptr<Command> build_command();
std::unique_ptr<Command> pack_command();
std::unique_ptr<Command> import_command();
std::unique_ptr<Command> verify_command();
std::unique_ptr<Command> index_command();
std::unique_ptr<Command> list_command();
std::unique_ptr<Command> show_command();
std::unique_ptr<Command> keygen_command();
std::unique_ptr<Command> sign_command();
std::unique_ptr<Command> publish_command();

}  // namespace adder::runtime_archive
