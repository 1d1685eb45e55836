#include "python/dependencies/pdm.hpp"

#include "python/dependencies/inputs.hpp"
#include "python/dependencies/lock_lines.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/messages.hpp"
#include "python/dependencies/pdm_lock.hpp"
#include "python/dependencies/pyproject.hpp"
#include "python/dependencies/vendor.hpp"

#include <adder/base/text.hpp>

namespace adder::python {

namespace {

/// PDM checks the lock; what that pins is installed, and the project itself if it is a package.
std::vector<ToolCommand> install_from_vendor_with_pdm(const Project& project, const InstallPlace& place,
                                                      ToolCommand check) {
    std::set<std::string> groups{project.groups.begin(), project.groups.end()};
    groups.insert("default");
    std::string requirements =
        requirements_of_pdm_lock(project.files.front().text, groups, place.app_directory);
    if (project.is_package) requirements += "-e .\n";
    check.args = {"lock", "--check"};
    ToolCommand install = install_from_vendor(place);
    install.inputs.push_back({requirements_of_lock(place), std::move(requirements)});
    return {std::move(check), std::move(install)};
}

}  // namespace

Project read_pdm(const App& app, const Settings& settings) {
    Project project{.manager = &managers::pdm, .is_locked = true};
    project.tool = &tools::pdm;
    add_file(project, app, "pdm.lock");
    if (!add_file(project, app, "pyproject.toml"))
        throw messages::lock_without_project("pdm.lock", "pyproject.toml", "pdm lock");
    add_file(project, app, "pdm.toml");
    add_build_files(project, app, "");
    const std::string lock = project.files.front().text;
    for_each_text(lock, [&](const LockLine& line) {
        if (line.key == "path" && line.outer.empty()) add_tree(project, app, normal_path(line.text));
    });
    add_vendored_packages(project, app);
    const Pyproject pyproject = read_pyproject(app).value_or(Pyproject{});
    project.is_package = pyproject.is_pdm_package && !pyproject.name.empty();
    if (settings.for_tests && project.is_vendored()) {
        for (const auto* groups : {&pyproject.groups, &pyproject.pdm_groups})
            project.groups.insert(project.groups.end(), groups->begin(), groups->end());
    }
    return project;
}

std::vector<ToolCommand> install_with_pdm(const Project& project, const InstallPlace& place,
                                          const ToolSurroundings& surroundings) {
    ToolCommand command{
        .args = {"install", "--check"},
        .variables = {{"COLUMNS", "200"},  // lines are broken there
                      {"PDM_CACHE_DIR", surroundings.cache.native()},
                      {"PDM_LOG_DIR", surroundings.logs().native()},
                      {"PDM_CHECK_UPDATE", "0"},
                      {"PDM_IGNORE_SAVED_PYTHON", "1"},
                      {"PDM_NON_INTERACTIVE", "1"},
                      {"PDM_PYPI_URL", surroundings.index}},
        .without = {"PDM_IGNORE_ACTIVE_VENV", "PDM_PYTHON", "PDM_PROJECT", "PDM_VENV_IN_PROJECT"}};
    if (project.is_vendored()) return install_from_vendor_with_pdm(project, place, std::move(command));
    if (!project.for_tests) command.args.emplace_back("--prod");
    return {command};
}

std::optional<base::UserError> explain_pdm(const std::string& output) {
    if (output.find("Please run `pdm lock`") != std::string::npos ||
        output.find("Lockfile doesn't satisfy the project requirements") != std::string::npos)
        return messages::lock_out_of_date("pdm.lock", "pyproject.toml", "pdm lock");
    return std::nullopt;
}

namespace managers {

constinit const ManagerRules pdm{
    .name = "pdm",
    .files = {"pdm.lock"},
    .read = read_pdm,
    .install = install_with_pdm,
    .explain = [](const Project&, const std::string& output) { return explain_pdm(output); },
    .lock_command = "pdm lock --refresh",
    .export_command = [](const Project& project) -> std::string {
        return project.for_tests ? "pdm export" : "pdm export --prod";
    },
    .how_to_add = [](std::string_view name, const Project&) { return add_by_command("pdm add", name); }};

}  // namespace managers

}  // namespace adder::python
