#include "python/install/python_tool.hpp"

#include "python/dependencies/pip.hpp"
#include "python/failures/explain.hpp"
#include "python/failures/tool_failure.hpp"
#include "python/install/messages.hpp"
#include "python/system/memory_kills.hpp"

#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <stdexcept>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

/// pip found nothing and does not say why: whether the index refused, or all that it has is for others,
/// stands only in its log. (With a log, it would not show what builds write.)
bool says_too_little(std::string_view output) {
    return output.find("(from versions: none)") != std::string_view::npos &&
           output.find("Retrying (") == std::string_view::npos;
}

}  // namespace

std::vector<ToolCommand> tool_commands(const InstallerChoice& tool, const Project& project,
                                       const InstallPlace& place, const ToolSurroundings& surroundings) {
    if (*tool.tool == tools::pip) return install_with_pip(project, place, surroundings);
    if (*tool.tool == tools::uv || tool.tool->program != project.tool->program)
        throw std::logic_error(tool.text() + " does not install such projects");
    return project.manager->install(project, place, surroundings);
}

base::Environment python_tool_environment(base::Environment env, const InstallPlace& place) {
    for (const char* name : {"PYTHONPATH", "CONDA_PREFIX", "PIP_REQUIRE_VIRTUALENV"}) env.unset(name);
    env.set("VIRTUAL_ENV", place.environment.native());
    env.set("PATH", (place.environment / "bin").native() + ":" + env.find("PATH").value_or("/usr/bin:/bin"));
    env.set("PIP_NO_COMPILE", "1");  // that is done for all packages alike
    env.set("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    env.set("PIP_NO_INPUT", "1");
    env.set("PIP_ROOT_USER_ACTION", "ignore");
    env.set("PYTHONDONTWRITEBYTECODE", "1");
    env.set("NO_COLOR", "1");
    env.set_default("LANG", "C.UTF-8");
    env.set_default("HOME", "/tmp");
    return env;
}

PythonTool::PythonTool(InstallerChoice choice, base::TempDir directory, const Uv& uv)
    : choice_{std::move(choice)}, directory_{std::move(directory)}, uv_{uv} {}

void PythonTool::install(const Project& project, const InstallPlace& place,
                         const base::Environment& env) const {
    for (const ToolCommand& step : tool_commands(choice_, project, place, surroundings())) {
        if (step.by_uv) {
            uv_.run_step(step, project, place, env);
        } else {
            run_step(step, project, place, env);
        }
    }
}

ToolSurroundings PythonTool::surroundings() const {
    return {directory_.path() / "cache", uv_.context().package_index, choice_.version};
}

void PythonTool::run_step(const ToolCommand& step, const Project& project, const InstallPlace& place,
                          const base::Environment& env) const {
    const InstallContext& context = uv_.context();
    write_inputs(step);
    base::Command command{
        .program = directory_.path() / "tool/bin" / choice_.tool->program,
        .args = step.args,
        .env = step.environment(python_tool_environment(context.services.network.for_tools(env), place)),
        .working_directory = place.app_directory};
    const unsigned kills_before = memory_kills(context.services.root);
    std::string output;
    const Redaction& redaction = context.services.network.redaction();
    const base::ExitStatus status = base::run(command, [&](std::string_view line) {
        output += redaction.apply(line) + "\n";
        if (!base::trim(line).empty()) context.services.log.output(redaction.apply(line));
    });
    if (status.ok()) return;
    if (says_too_little(output)) {
        command.env.set("PIP_LOG", (surroundings().logs() / "pip.log").native());
        base::run(command, [](std::string_view) {});
    }
    const ToolFailure failure{std::string{choice_.tool->title},
                              status,
                              output + redaction.apply(read_tool_logs(surroundings().logs())),
                              fetch::Url::parse(uv_.context().package_index).display(),
                              memory_kills(context.services.root) - kills_before,
                              context.advisable_series};
    if (const auto reason = explain_failure(failure, project)) throw *reason;
    throw messages::installation_failed(project.main_file(), std::string{choice_.tool->title},
                                        status.describe());
}

PythonTool install_python_tool(const InstallerChoice& choice, const ToolFiles& files,
                               const fs::path& interpreter, const Uv& uv, const base::Environment& env) {
    base::TempDir directory{uv.context().layers.directory(), ".tool-"};
    const fs::path environment = directory.path() / "tool";
    base::make_directories(environment);
    base::make_directories(directory.path() / "cache");
    uv.create_environment(environment, interpreter, env);
    const base::Stopwatch watch;
    uv.install_pinned(environment, files.pins, files.wheels, choice.text(), env);
    uv.context().services.log.step("{} ready in {}", choice.text(), watch.text());
    return {choice, std::move(directory), uv};
}

}  // namespace adder::python
