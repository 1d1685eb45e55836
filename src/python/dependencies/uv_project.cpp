#include "python/dependencies/uv_project.hpp"

#include "python/app/messages.hpp"
#include "python/dependencies/inputs.hpp"
#include "python/dependencies/lock_lines.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/messages.hpp"
#include "python/dependencies/project_without_lock.hpp"
#include "python/dependencies/pyproject.hpp"
#include "python/dependencies/vendor.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>

namespace adder::python {

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// An index that is not the one that locks name unless told otherwise.
bool is_other_index(const base::Environment& env) {
    constexpr std::string_view usual = "https://pypi.org/simple";
    for (const char* name : {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}) {
        const auto index = env.find_non_empty(name);
        if (index && !index->starts_with(usual)) return true;
    }
    return false;
}

/// Made against `vendor`, as `uv lock --no-index --find-links vendor` does: it takes packages from nowhere
/// else.
bool names_vendor(const Project& project) {
    return contains(project.files.front().text, "registry = \"vendor\"");
}

void add_selection(ToolCommand& command, const Project& project) {
    if (!project.for_tests) command.args.emplace_back("--no-default-groups");
    add_option(command.args, "--group", project.groups);
    add_option(command.args, "--extra", project.extras);
}

/// The lock says where each package comes from; as requirements, it says only what each is. Checking it needs
/// no index, but what builds a project that says only then what it needs.
std::vector<ToolCommand> install_lock_from_vendor(const Project& project, const InstallPlace& place) {
    ToolCommand as_requirements{
        .args = {"export", "--quiet", "--locked", "--offline", "--find-links", vendor_directory, "--python",
                 place.interpreter(), "--output-file", requirements_of_lock(place).native()},
        .variables = {},
        .without = {"UV_FROZEN", "UV_LOCKED", "UV_DEFAULT_INDEX", "UV_INDEX_URL"}};
    add_selection(as_requirements, project);
    return {as_requirements, install_from_vendor(place)};
}

std::string uv_export(const Project& project) {
    std::string command = "uv export --quiet --locked --no-emit-local";
    for (const std::string& group : project.groups) command += " --group " + group;
    for (const std::string& extra : project.extras) command += " --extra " + extra;
    return command;
}

}  // namespace

LocalPackages local_packages(std::string_view uv_lock) {
    LocalPackages packages;
    for_each_text(uv_lock, [&](const LockLine& line) {
        if (line.outer != "source") return;
        const bool is_editable = line.key == "editable" || line.key == "virtual";
        const bool is_copied = line.key == "directory" || line.key == "path";
        if (is_editable) packages.editable.emplace_back(line.text);
        if (is_copied) packages.copied.emplace_back(line.text);
    });
    return packages;
}

std::optional<std::string> workspace_of(const App& app) {
    std::string up = "..";
    for (std::filesystem::path directory = app.directory;
         directory != app.root && directory.has_relative_path(); up += "/..") {
        directory = directory.parent_path();
        std::error_code missing;
        if (std::filesystem::is_regular_file(directory / "uv.lock", missing)) return up;
    }
    return std::nullopt;
}

Project read_uv_project(const App& app, const Settings& settings) {
    Project project{.manager = &managers::uv,
                    .groups = settings.uv_groups,
                    .extras = settings.uv_extras,
                    .is_locked = true};
    const std::string workspace = app.has("uv.lock") ? "." : workspace_of(app).value_or(".");
    const auto in_workspace = [&](const std::string& path) {
        return normal_path(std::filesystem::path{workspace} / path);
    };
    add_file(project, app, in_workspace("uv.lock"));
    if (!add_file(project, app, "pyproject.toml"))
        throw messages::lock_without_project("uv.lock", "pyproject.toml", "uv lock");
    add_file(project, app, in_workspace("uv.toml"));
    add_file(project, app, in_workspace("pyproject.toml"));
    const LocalPackages local = local_packages(project.files.front().text);
    for (const std::string& path : local.editable) add_build_files(project, app, in_workspace(path));
    for (const std::string& path : local.copied) add_tree(project, app, in_workspace(path));
    add_vendored_packages(project, app);
    const Pyproject pyproject = read_pyproject(app).value_or(Pyproject{});
    if (settings.for_tests) add_groups_for_tests(project, pyproject);
    project.is_package = pyproject.is_uv_package;
    project.package_name = pyproject.name;
    project.tool_version = pyproject.required_uv;
    return project;
}

std::vector<ToolCommand> sync_project(const Project& project, const InstallPlace& place,
                                      const base::Environment& env) {
    if (project.is_vendored() && !names_vendor(project)) return install_lock_from_vendor(project, place);
    std::vector<ToolCommand> commands;
    ToolCommand sync{.args = {"sync", "--locked", "--python", place.interpreter()},
                     .variables = {{"UV_PROJECT_ENVIRONMENT", place.environment.native()}},
                     .without = {"UV_FROZEN", "UV_LOCKED"}};
    add_vendor_options(sync.args, project);
    if (!project.is_vendored() && is_other_index(env)) {
        // To uv, a lock made with another index is out of date, and it would choose all versions anew.
        commands.push_back({.args = {"lock", "--check", "--python", place.interpreter()},
                            .variables = {},
                            .without = {"UV_FROZEN", "UV_LOCKED", "UV_DEFAULT_INDEX", "UV_INDEX_URL"}});
        sync.args[1] = "--frozen";
    }
    add_selection(sync, project);
    commands.push_back(std::move(sync));
    return commands;
}

std::optional<base::UserError> explain_uv(const Project& project, const std::string& output) {
    // Without an index, what a lock lacks is not found before uv can say that it is out of date.
    const bool would_lock_anew =
        project.is_vendored() && contains(output, "No solution found when resolving dependencies") &&
        !contains(output, "you require ") && !contains(output, "from `build-system.requires`");
    if (contains(output, "needs to be updated") || contains(output, "The lockfile at") || would_lock_anew) {
        return messages::lock_out_of_date("uv.lock", "pyproject.toml", "uv lock");
    }
    if (contains(output, "incompatible with the project's Python requirement") ||
        contains(output, "is not compatible with the locked Python requirement")) {
        return messages::python_not_allowed(project.main_file());
    }
    if (contains(output, "is not defined in the project's")) {
        return messages::unknown_group(project.main_file(),
                                       "[dependency-groups] (extras in [project.optional-dependencies])",
                                       "BP_UV_INSTALL_GROUPS or BP_UV_INSTALL_EXTRAS");
    }
    return std::nullopt;
}

namespace managers {

constinit const ManagerRules uv{
    .name = "uv",
    .files = {"uv.lock"},
    .find_at_last = [](const App& app) -> std::optional<std::string> {
        const auto workspace = app.has("pyproject.toml") ? workspace_of(app) : std::nullopt;
        return workspace ? std::optional{*workspace + "/uv.lock"} : std::nullopt;
    },
    .read = read_uv_project,
    .install = [](const Project& project, const InstallPlace& place,
                  const ToolSurroundings& with) { return sync_project(project, place, with.env); },
    .lock_command = "uv lock --refresh",
    .export_command = uv_export,
    .how_to_add = [](std::string_view name, const Project&) { return add_by_command("uv add", name); }};

}  // namespace managers

}  // namespace adder::python
