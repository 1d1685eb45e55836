#include "python/dependencies/identify.hpp"

#include "python/dependencies/messages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace adder::python {

namespace {

/// A manager and the file that it was recognised by.
struct Found {
    const ManagerRules* manager;
    std::string file;
};

using Managers = std::span<const ManagerRules* const>;

/// The first of the manager's files that the app has.
std::optional<std::string> file_of(const ManagerRules& manager, const App& app) {
    for (const std::string_view file : manager.files) {
        if (!file.empty() && app.has(std::string{file})) return std::string{file};
    }
    return std::nullopt;
}

std::optional<std::string> recognised_by(const ManagerRules& manager, const App& app,
                                         const Settings& settings) {
    if (manager.find) return manager.find(app, settings);
    return manager.stands_back ? std::nullopt : file_of(manager, app);
}

/// Those whose own files the app has.
std::vector<Found> managers_in(const App& app, const Settings& settings, Managers known) {
    std::vector<Found> found;
    for (const ManagerRules* manager : known) {
        if (auto file = recognised_by(*manager, app, settings)) found.push_back({manager, *std::move(file)});
    }
    return found;
}

/// "uv.lock (uv)"
std::vector<std::string> files_of(const std::vector<Found>& found) {
    std::vector<std::string> files;
    for (const auto& [manager, file] : found) files.push_back(base::format("{} ({})", file, manager->name));
    return files;
}

/// Of a manager that is not supported.
std::optional<std::string> other_manager_in(const App& app) {
    for (const char* file : {"environment.yml", "environment.yaml", "pixi.toml"}) {
        if (app.has(file)) return file;
    }
    return std::nullopt;
}

/// The one that a person named; its files have to be there.
const ManagerRules& wanted_manager(const std::string& wanted, const std::vector<Found>& found, const App& app,
                                   Managers known) {
    const ManagerRules* manager = manager_named(base::to_lower(base::trim(wanted)), known);
    std::vector<std::string> names;
    for (const ManagerRules* each : known) names.emplace_back(each->name);
    if (!manager) throw messages::unknown_manager(wanted, names);
    const bool is_there = manager == &managers::none || file_of(*manager, app) ||
                          std::ranges::find(found, manager, &Found::manager) != found.end() ||
                          (found.empty() && manager->find_at_last && manager->find_at_last(app));
    if (!is_there) throw messages::manager_without_files(manager->name, files_of(found));
    return *manager;
}

/// Of an app that has no manager's own file: the first that sees another sign of itself.
const ManagerRules& manager_at_last(const App& app, Managers known) {
    for (const ManagerRules* manager : known) {
        if (manager->find_at_last && manager->find_at_last(app)) return *manager;
        if (manager->refuse) manager->refuse(app);
    }
    if (const auto other = other_manager_in(app)) throw messages::conda_not_supported(*other);
    return managers::none;
}

const ManagerRules& choose_manager(const App& app, const Settings& settings, Managers known) {
    const std::vector<Found> found = managers_in(app, settings, known);
    if (settings.package_manager) return wanted_manager(*settings.package_manager, found, app, known);
    if (found.size() > 1)
        throw messages::several_managers(files_of(found), std::string{found.front().manager->name});
    return found.empty() ? manager_at_last(app, known) : *found.front().manager;
}

}  // namespace

Project identify_project(const App& app, const Settings& settings, Managers known) {
    Project project = choose_manager(app, settings, known).read(app, settings);
    project.for_tests = settings.for_tests;
    return project;
}

std::vector<Advice> advice_on_files(const App& app, const Project& project) {
    std::vector<Advice> advice = project.advice;
    for (const std::string& name : app.names) {
        std::error_code ignored;
        if (!name.ends_with('/') || !std::filesystem::exists(app.directory / name / "pyvenv.cfg", ignored))
            continue;
        advice.push_back(messages::committed_environment(name));
    }
    if (app.has("__pycache__/")) advice.push_back(messages::committed_bytecode());
    if (const auto other = other_manager_in(app); other && project.has_dependencies())
        advice.push_back(messages::left_aside(*other, project.main_file()));
    return advice;
}

}  // namespace adder::python
