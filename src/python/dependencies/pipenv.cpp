#include "python/dependencies/pipenv.hpp"

#include "python/app/json_of_app.hpp"
#include "python/app/messages.hpp"
#include "python/dependencies/inputs.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/messages.hpp"
#include "python/dependencies/vendor.hpp"

#include <adder/base/text.hpp>

#include <nlohmann/json.hpp>

namespace adder::python {

namespace {

/// `"path"` of locked packages.
void add_local_packages(const std::string& lock, Project& project, const App& app) {
    try {
        const nlohmann::json json = parse_json_of_app(lock);
        if (!json.contains("default")) return;
        for (const nlohmann::json& package : json.at("default")) {
            const std::string path = package.value("path", package.value("file", ""));
            if (path.empty() || path.find("://") != std::string::npos) continue;
            if (package.value("editable", false)) {
                add_build_files(project, app, path);
            } else {
                add_tree(project, app, normal_path(path));
            }
        }
    } catch (const nlohmann::json::exception& error) {
        throw messages::bad_pipfile_lock(base::printable(error.what()));
    } catch (const base::UserError&) {
        throw;
    } catch (const base::Error& error) {
        throw messages::bad_pipfile_lock(error.message());
    }
}

}  // namespace

Project read_pipenv(const App& app, const Settings&) {
    Project project{.manager = &managers::pipenv};
    project.tool = &tools::pipenv;
    project.is_locked = add_file(project, app, "Pipfile.lock");
    if (!add_file(project, app, "Pipfile"))
        throw messages::lock_without_project("Pipfile.lock", "Pipfile", "pipenv lock");
    const std::string lock = project.files.front().text;
    if (project.is_locked) {
        add_local_packages(lock, project, app);
    } else {
        project.advice.push_back(messages::pipfile_without_lock());
    }
    add_vendored_packages(project, app);
    return project;
}

std::vector<ToolCommand> install_with_pipenv(const Project& project, const InstallPlace& place,
                                             const ToolSurroundings& surroundings) {
    ToolCommand command{
        .args = {"install", project.is_locked ? "--deploy" : "--skip-lock"},
        .variables = {{"COLUMNS", "200"},  // lines are broken there
                      {"PIPENV_CACHE_DIR", surroundings.cache.native()},
                      {"PIPENV_DONT_LOAD_ENV", "1"},
                      {"PIPENV_NOSPIN", "1"},
                      {"PIPENV_PYPI_MIRROR", surroundings.index},
                      {"PIPENV_VERBOSITY", "-1"},
                      {"PIPENV_YES", "1"}},
        .without = {"PIPENV_IGNORE_VIRTUALENVS", "PIPENV_PYTHON", "PIPENV_DEFAULT_PYTHON_VERSION",
                    "PIPENV_CUSTOM_VENV_NAME", "PIPENV_VENV_IN_PROJECT", "PIPENV_DEV", "PIPENV_PIPFILE"}};
    if (project.for_tests) command.args.emplace_back("--dev");
    if (project.is_vendored()) {  // for its pip, which goes by nothing else then
        command.variables.set("PIP_NO_INDEX", "1");
        command.variables.set("PIP_FIND_LINKS", (place.app_directory / vendor_directory).native());
    }
    return {command};
}

std::optional<base::UserError> explain_pipenv(const std::string& output) {
    const auto says = [&](const char* text) { return output.find(text) != std::string::npos; };
    // Its lines are broken wherever they get long.
    if (says("out of") && says("Expected:"))
        return messages::lock_out_of_date("Pipfile.lock", "Pipfile", "pipenv lock");
    if (says("Your Pipfile requires") && says("Aborting deploy"))
        return messages::python_not_allowed("Pipfile");
    return std::nullopt;
}

namespace managers {

constinit const ManagerRules pipenv{
    .name = "pipenv",
    .files = {"Pipfile.lock", "Pipfile"},
    .read = read_pipenv,
    .install = install_with_pipenv,
    .explain = [](const Project&, const std::string& output) { return explain_pipenv(output); },
    .lock_command = "pipenv lock --clear",
    .export_command = [](const Project& project) -> std::string {
        return project.for_tests ? "pipenv requirements --dev --hash" : "pipenv requirements --hash";
    },
    .how_to_add = [](std::string_view name,
                     const Project&) { return add_by_command("pipenv install", name); }};

}  // namespace managers

}  // namespace adder::python
