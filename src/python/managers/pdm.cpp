#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/managers/inputs.hpp>
#include <adder/python/managers/pdm.hpp>

namespace adder::python {

Project read_pdm(const App& app, const Settings&) {
    Project project{.manager = Manager::pdm, .is_locked = true};
    project.tool = "pdm";
    add_file(project, app, "pdm.lock");
    if (!add_file(project, app, "pyproject.toml"))
        throw messages::lock_without_project("pdm.lock", "pyproject.toml", "pdm lock");
    add_file(project, app, "pdm.toml");
    add_build_files(project, app, "");
    const std::string lock = project.files.front().text;
    for (const std::string_view line : base::lines(lock)) {
        constexpr std::string_view key = "path = \"";
        if (!line.starts_with(key) || !line.ends_with('"')) continue;
        add_tree(project, app, normal_path(line.substr(key.size(), line.size() - key.size() - 1)));
    }
    return project;
}

std::vector<ToolCommand> install_with_pdm(const Project& project, const ToolSurroundings& surroundings) {
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
    if (!project.for_tests) command.args.emplace_back("--prod");
    return {command};
}

std::optional<base::UserError> explain_pdm(const std::string& output) {
    if (output.find("Please run `pdm lock`") != std::string::npos)
        return messages::lock_out_of_date("pdm.lock", "pyproject.toml", "pdm lock");
    return std::nullopt;
}

}  // namespace adder::python
