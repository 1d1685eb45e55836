#include "python/dependencies/project_without_lock.hpp"

#include "python/dependencies/inputs.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/vendor.hpp"

#include <adder/base/text.hpp>

namespace adder::python {

void add_groups_for_tests(Project& project, const Pyproject& pyproject) {
    for (const std::string& name : names_for_tests(pyproject.groups)) project.groups.push_back(name);
    for (const std::string& name : names_for_tests(pyproject.extras)) project.extras.push_back(name);
}

Project read_project_without_lock(const App& app, const Settings& settings) {
    Project project{
        .manager = &managers::pyproject, .groups = settings.uv_groups, .extras = settings.uv_extras};
    const Pyproject pyproject = read_pyproject(app).value_or(Pyproject{});
    add_file(project, app, "pyproject.toml");
    add_file(project, app, "uv.toml");
    add_build_files(project, app, "");
    for (const std::string& source : pyproject.editable_sources) add_build_files(project, app, source);
    for (const std::string& source : pyproject.copied_sources) add_tree(project, app, normal_path(source));
    add_vendored_packages(project, app);
    if (settings.for_tests) add_groups_for_tests(project, pyproject);
    project.is_package = pyproject.is_uv_package || !pyproject.has_project;  // setup.py alone is one
    project.package_name = pyproject.name;
    project.tool_version = pyproject.required_uv;
    project.notices.push_back(
        "There is no lock: versions are chosen by this build. Commit one with `uv lock`.");
    if (!project.is_package) {
        project.notices.push_back(
            "The project itself is not installed: its pyproject.toml has no [build-system].");
    }
    return project;
}

std::vector<ToolCommand> install_project(const Project& project, const InstallPlace& place) {
    ToolCommand command{{"pip", "install", "--python", place.interpreter()}};
    add_vendor_options(command.args, project);
    add_option(command.args, "--group", project.groups);
    if (project.is_package) {
        const std::string extras = project.extras.empty() ? "" : "[" + base::join(project.extras, ",") + "]";
        command.args.insert(command.args.end(), {"--editable", "." + extras});
    } else {
        add_option(command.args, "--extra", project.extras);
        command.args.insert(command.args.end(), {"--requirements", project.main_file()});
    }
    return {command};
}

std::vector<std::string> resolve_project(const Project& project, const std::string& interpreter) {
    std::vector<std::string> args{"pip",           "compile",           "--quiet",  "--no-header",
                                  "--no-annotate", "--no-strip-extras", "--python", interpreter};
    add_vendor_options(args, project);
    add_option(args, "--group", project.groups);
    add_option(args, "--extra", project.extras);
    args.push_back(project.main_file());
    return args;
}

namespace managers {

constinit const ManagerRules pyproject{
    .name = "pyproject",
    .files = {"pyproject.toml", "setup.py"},
    .stands_back = true,
    .find_at_last = [](const App& app) -> std::optional<std::string> {
        const std::optional<Pyproject> file = read_pyproject(app);
        if (file && file->has_project) return "pyproject.toml";
        return app.has("setup.py") ? std::optional<std::string>{"setup.py"} : std::nullopt;
    },
    .read = read_project_without_lock,
    .install = [](const Project& project, const InstallPlace& place,
                  const ToolSurroundings&) { return install_project(project, place); },
    .resolve = resolve_project,
    .lock_command = "uv pip compile --generate-hashes requirements.in --output-file requirements.txt",
    .export_command = [](const Project&) -> std::string { return "uv pip compile --quiet pyproject.toml"; },
    .how_to_add =
        [](std::string_view name, const Project& project) {
            return base::format("add \"{}\" to the dependencies in {}.", name, project.main_file());
        }};

}  // namespace managers

}  // namespace adder::python
