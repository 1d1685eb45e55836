#include "python/dependencies/pylock.hpp"

#include "python/app/messages.hpp"
#include "python/dependencies/inputs.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/messages.hpp"
#include "python/dependencies/vendor.hpp"
#include "python/dependencies/vendored_pylock.hpp"

#include <adder/base/text.hpp>
#include <adder/cnb/toml.hpp>

#include <algorithm>

namespace adder::python {

namespace {

/// `packages.directory` and `packages.archive` with a path.
void add_local_packages(const cnb::TomlTable& lock, Project& project, const App& app) {
    for (const cnb::TomlReader& package : cnb::TomlReader{lock, project.main_file()}.tables("packages")) {
        for (const char* kind : {"directory", "archive"}) {
            const auto source = package.find_table(kind);
            const auto path = source ? source->find_text("path") : std::nullopt;
            if (!path) continue;
            if (source->flag("editable", false)) {
                add_build_files(project, app, *path);
            } else {
                add_tree(project, app, normal_path(*path));
            }
        }
    }
}

std::optional<std::string> lock_for_tests(const App& app) {
    for (const char* name : {"pylock.test.toml", "pylock.tests.toml", "pylock.dev.toml"}) {
        if (app.has(name)) return name;
    }
    return std::nullopt;
}

}  // namespace

bool is_pylock_name(std::string_view name) {
    if (name == "pylock.toml") return true;
    constexpr std::string_view start = "pylock.";
    constexpr std::string_view end = ".toml";
    if (!name.starts_with(start) || !name.ends_with(end) || name.size() <= start.size() + end.size())
        return false;
    const std::string_view middle = name.substr(start.size(), name.size() - start.size() - end.size());
    return middle.find('.') == std::string_view::npos;
}

std::vector<std::string> pylock_files(const App& app) {
    std::vector<std::string> files;
    for (const std::string& name : app.names) {
        if (is_pylock_name(name)) files.push_back(name);
    }
    std::stable_partition(files.begin(), files.end(),
                          [](const std::string& name) { return name == "pylock.toml"; });
    return files;
}

Project read_pylock(const App& app, const Settings& settings) {
    const std::vector<std::string> files = pylock_files(app);
    std::string name = files.empty() ? "pylock.toml" : files.front();
    if (settings.pylock) {
        name = *settings.pylock;
        if (!is_pylock_name(std::filesystem::path{name}.filename().native()))
            throw messages::bad_pylock_name(name);
    } else if (const auto for_tests = settings.for_tests ? lock_for_tests(app) : std::nullopt) {
        name = *for_tests;
    } else if (files.size() > 1 && name != "pylock.toml") {
        throw messages::several_pylocks(files);
    }
    Project project{.manager = &managers::pylock,
                    .groups = settings.uv_groups,
                    .extras = settings.uv_extras,
                    .is_locked = true};
    if (!add_file(project, app, name)) throw messages::named_file_missing(name, "BP_PYTHON_PYLOCK");
    try {
        add_local_packages(cnb::parse_toml(project.files.front().text, name), project, app);
    } catch (const base::UserError&) {
        throw;
    } catch (const base::Error& error) {
        throw messages::bad_toml(name, error.message());
    }
    add_vendored_packages(project, app);
    return project;
}

void add_pylock(ToolCommand& command, const Project& project, const InstallPlace& place) {
    if (!project.is_vendored()) return command.args.push_back(project.main_file());
    const std::filesystem::path locked_in =
        (place.app_directory / project.main_file()).lexically_normal().parent_path();
    const cnb::TomlTable lock = cnb::parse_toml(project.files.front().text, project.main_file());
    const cnb::TomlTable vendored =
        with_vendored_files(lock, vendored_files(project), place.app_directory / vendor_directory, locked_in);
    command.inputs.push_back({place.work / "pylock.toml", cnb::to_toml_text(vendored)});
    command.args.push_back(command.inputs.back().file.native());
}

std::vector<ToolCommand> install_pylock(const Project& project, const InstallPlace& place) {
    ToolCommand command{{"pip", "sync", "--preview-features", "pylock", "--python", place.interpreter()}};
    add_vendor_options(command.args, project);
    add_pylock(command, project, place);
    add_option(command.args, "--group", project.groups);
    add_option(command.args, "--extra", project.extras);
    return {command};
}

namespace managers {

constinit const ManagerRules pylock{
    .name = "pylock",
    .find = [](const App& app, const Settings&) -> std::optional<std::string> {
        const std::vector<std::string> files = pylock_files(app);
        return files.empty() ? std::nullopt : std::optional{files.front()};
    },
    .read = read_pylock,
    .install = [](const Project& project, const InstallPlace& place,
                  const ToolSurroundings&) { return install_pylock(project, place); },
    .can_be_installed_by_pip = true,
    .lock_command = "uv export --format pylock.toml --output-file pylock.toml",
    .how_to_add =
        [](std::string_view name, const Project& project) {
            return base::format("add {} to what {} is made from, and lock again.", name, project.main_file());
        }};

}  // namespace managers

}  // namespace adder::python
