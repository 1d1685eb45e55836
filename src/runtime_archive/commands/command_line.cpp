#include "runtime_archive/command_line.hpp"

#include "runtime_archive/commands/command.hpp"

#include <adder/base/interrupts.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <optional>
#include <sstream>

#include <CLI/CLI.hpp>

namespace adder::runtime_archive {

namespace {

struct Declared {
    std::unique_ptr<Command> command;
    CLI::App* app;
};

std::string footer_of(const Command::About& about) { return base::format("Example:\n  {}", about.example); }

std::vector<Declared> declare_commands(CLI::App& program, bool& json) {
    std::vector<Declared> declared;
    for (std::unique_ptr<Command>& command : all_commands()) {
        const Command::About about = command->about();
        CLI::App* app = program.add_subcommand(about.name, about.summary);
        Options options{*app};
        command->declare(options);
        options.flag("--json", json,
                     "Print the result as one JSON document; progress goes to standard error");
        app->footer(footer_of(about));
        declared.push_back({std::move(command), app});
    }
    return declared;
}

/// Help shows the whole description; the list of commands only a line of it.
void describe_fully(const std::vector<Declared>& commands) {
    for (const Declared& declared : commands) {
        const Command::About about = declared.command->about();
        declared.app->description(base::format("{}.\n{}", about.summary, about.description));
    }
}

base::Log::Writer writer_for(const Process& process, bool json) {
    return [&process, json](base::Log::Stream stream, std::string_view line) {
        const bool to_out = stream == base::Log::Stream::out && !json;
        (to_out ? process.out : process.error)(std::string{line} + "\n");
    };
}

Exit report(const base::Error& error, const base::Interrupts* interrupts, const Process& process) {
    const int signal = interrupts ? interrupts->signal() : 0;
    if (signal == 0) {
        process.error(base::format("error: {}\n", error.full_text()));
        return Exit::failed;
    }
    process.error(base::format("interrupted (signal {}); what was begun is removed\n", signal));
    return static_cast<Exit>(static_cast<int>(Exit::first_signal) + signal);
}

/// The one place that turns an error into text.
Exit run(Command& command, bool json, const Process& process) {
    std::optional<base::Interrupts> interrupts;
    if (command.tidies_up()) interrupts.emplace();
    base::Log log{{.colour = process.colour && !json}, writer_for(process, json)};
    Session session{process, log, json, interrupts ? interrupts->token() : std::stop_token{}};
    try {
        return command.run(session);
    } catch (const WrongUsage& error) {
        process.error(base::format("error: {}\n", error.full_text()));
        return Exit::wrong_usage;
    } catch (const base::Error& error) {
        return report(error, interrupts ? &*interrupts : nullptr, process);
    } catch (const std::exception& error) {
        return report(base::Error{std::string{error.what()}}, interrupts ? &*interrupts : nullptr, process);
    }
}

Exit explain(CLI::App& program, const CLI::ParseError& error, const Process& process) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = program.exit(error, out, err);
    process.out(out.str());
    process.error(err.str());
    return code == 0 ? Exit::ok : Exit::wrong_usage;
}

}  // namespace

std::vector<std::unique_ptr<Command>> all_commands() {
    std::vector<std::unique_ptr<Command>> commands;
    for (const auto make : {build_command, import_command, pack_command, verify_command, index_command,
                            list_command, show_command, keygen_command, sign_command, publish_command}) {
        commands.push_back(make());
    }
    return commands;
}

Exit run_command_line(const std::vector<std::string>& arguments, const Process& process) {
    CLI::App program{"Makes, checks and publishes the archives of Python that the Adder buildpack installs",
                     "runtime-archive"};
    program.require_subcommand(1);
    program.footer(
        "Exit codes: 0 done, 1 failed, 2 wrong command line, 3 not fit (verify only).\n"
        "runtime-archive COMMAND --help says more.");
    bool json = false;
    const std::vector<Declared> commands = declare_commands(program, json);
    const bool for_one_command = !arguments.empty() && !arguments.front().starts_with('-');
    if (for_one_command) describe_fully(commands);
    try {
        program.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
    } catch (const CLI::ParseError& error) {
        return explain(program, error, process);
    }
    const auto chosen =
        std::ranges::find_if(commands, [](const Declared& declared) { return declared.app->parsed(); });
    return run(*chosen->command, json, process);
}

}  // namespace adder::runtime_archive
