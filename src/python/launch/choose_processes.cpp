#include "python/launch/choose_processes.hpp"

#include "python/launch/django.hpp"
#include "python/launch/find_web_apps.hpp"
#include "python/launch/messages.hpp"
#include "python/launch/process_for_tests.hpp"
#include "python/launch/project_scripts.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <functional>

namespace adder::python {

namespace {

constexpr const char* web = "web";

/// A line of shell, as in a Procfile.
ChosenProcess shell_process(const std::string& type, const std::string& command, std::string reason) {
    return {{.type = type, .command = {"bash", "-c", command}}, command, std::move(reason)};
}

ChosenProcess web_process(const Serving& serving, std::string reason) {
    cnb::Process process{.type = web, .command = serving.command.process()};
    process.is_default = true;
    return {std::move(process), serving.command.text(), std::move(reason), serving.is_event_loop};
}

ChosenProcess web_process(const std::vector<std::string>& words, std::string reason) {
    return web_process(Serving{StartCommand{words}, words.front()}, std::move(reason));
}

std::optional<std::string> default_type(const Procfile& procfile, const Settings& settings) {
    const auto has = [&](const std::string& type) {
        return std::ranges::any_of(procfile, [&](const ProcfileEntry& entry) { return entry.type == type; });
    };
    if (settings.default_process) {
        if (!has(*settings.default_process))
            throw messages::default_process_missing(*settings.default_process);
        return settings.default_process;
    }
    if (has(web)) return web;
    return procfile.size() == 1 ? std::optional{procfile.front().type} : std::nullopt;
}

LaunchPlan from_procfile(const Procfile& procfile, const Settings& settings) {
    LaunchPlan plan;
    const std::optional<std::string> standard = default_type(procfile, settings);
    for (const ProcfileEntry& entry : procfile) {
        plan.processes.push_back(shell_process(entry.type, entry.command, "from the Procfile"));
        plan.processes.back().process.is_default = entry.type == standard;
    }
    if (!standard) plan.notes.push_back(messages::no_default_process());
    return plan;
}

/// Goes before the Procfile's `web`, and leaves its other processes.
LaunchPlan from_start_command(const std::string& command, const std::optional<Procfile>& procfile) {
    LaunchPlan plan;
    plan.processes.push_back(shell_process(web, command, "from BP_PYTHON_START_COMMAND"));
    plan.processes.back().process.is_default = true;
    for (const ProcfileEntry& entry : procfile.value_or(Procfile{})) {
        if (entry.type != web)
            plan.processes.push_back(shell_process(entry.type, entry.command, "from the Procfile"));
    }
    return plan;
}

/// The first of the applications that can be served; what the first lacks if none can.
LaunchPlan serve_one_of(const std::vector<WebApp>& apps, const LaunchFacts& facts,
                        const std::function<std::string(const WebApp&, const Serving&)>& reason) {
    for (const WebApp& app : apps) {
        if (const auto serving = choose_server(app, facts.installed))
            return {{web_process(*serving, reason(app, *serving))}, {messages::how_to_start_otherwise()}};
    }
    return {.warnings = {messages::server_missing(apps.front(), facts.project)}};
}

std::optional<LaunchPlan> from_django(const LaunchFacts& facts) {
    const auto project = find_django_project(facts.sources, facts.installed);
    if (!project || project->web_apps.empty()) return std::nullopt;
    const std::string found = base::format("Django project found by {}", project->manage_py());
    LaunchPlan plan = serve_one_of(project->web_apps, facts, [&](const WebApp& app, const Serving&) {
        const bool is_asgi = app.interface == Interface::asgi;
        if (is_asgi && !project->reason.empty())
            return base::format("{}; ASGI, as {}", found, project->reason);
        return is_asgi ? found + "; ASGI, as no WSGI server is installed" : found;
    });
    for (ChosenProcess& chosen : plan.processes) {
        if (!project->directory.empty()) chosen.process.working_directory = project->directory;
    }
    return plan;
}

std::optional<LaunchPlan> from_sources(const LaunchFacts& facts) {
    const std::vector<WebApp> apps = find_web_apps(facts.sources, facts.project.package_name);
    if (apps.empty()) return std::nullopt;
    return serve_one_of(apps, facts, [](const WebApp& app, const Serving&) { return app.describe(); });
}

std::optional<LaunchPlan> from_scripts(const LaunchFacts& facts, std::vector<std::string>& notes) {
    const ProjectScripts scripts = find_project_scripts(facts.app, facts.installed);
    if (scripts.names.empty()) return std::nullopt;
    if (scripts.names.size() > 1 && !scripts.first_is_the_projects) {
        notes.push_back(messages::several_scripts(scripts.names));
        return std::nullopt;
    }
    const std::string reason = scripts.names.size() > 1
                                   ? "the command named like the project, in pyproject.toml"
                                   : "the project's command, in pyproject.toml";
    return LaunchPlan{{web_process({scripts.names.front()}, reason)}, {messages::how_to_start_otherwise()}};
}

std::optional<LaunchPlan> from_script_file(const LaunchFacts& facts) {
    for (const char* file : {"main.py", "app.py"}) {
        if (facts.app.has(file)) {
            return LaunchPlan{{web_process({"python", file}, base::format("{} found", file))},
                              {messages::how_to_start_otherwise()}};
        }
    }
    return std::nullopt;
}

LaunchPlan detected(const LaunchFacts& facts) {
    if (auto plan = from_django(facts)) return *std::move(plan);
    if (auto plan = from_sources(facts)) return *std::move(plan);
    std::vector<std::string> notes;
    std::optional<LaunchPlan> plan = from_scripts(facts, notes);
    if (!plan) plan = from_script_file(facts);
    if (!plan) plan = LaunchPlan{.notes = messages::nothing_to_start()};
    plan->notes.insert(plan->notes.begin(), notes.begin(), notes.end());
    return *std::move(plan);
}

/// Processes start in the image's app directory, which the project may be below.
void set_directories(LaunchPlan& plan, const App& app) {
    for (ChosenProcess& chosen : plan.processes) {
        const std::filesystem::path directory = chosen.process.working_directory
                                                    ? app.directory / *chosen.process.working_directory
                                                    : app.directory;
        if (directory != app.root) chosen.process.working_directory = directory.native();
    }
}

}  // namespace

LaunchPlan choose_processes(const LaunchFacts& facts) {
    LaunchPlan plan = facts.settings.start_command
                          ? from_start_command(*facts.settings.start_command, facts.procfile)
                      : facts.procfile ? from_procfile(*facts.procfile, facts.settings)
                                       : detected(facts);
    if (facts.settings.for_tests) plan = for_tests(std::move(plan), facts);
    set_directories(plan, facts.app);
    return plan;
}

}  // namespace adder::python
