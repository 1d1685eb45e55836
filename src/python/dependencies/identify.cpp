#include "python/dependencies/identify.hpp"

#include "python/dependencies/messages.hpp"
#include "python/dependencies/pdm.hpp"
#include "python/dependencies/pipenv.hpp"
#include "python/dependencies/poetry.hpp"
#include "python/dependencies/project_without_lock.hpp"
#include "python/dependencies/pylock.hpp"
#include "python/dependencies/pyproject.hpp"
#include "python/dependencies/requirements.hpp"
#include "python/dependencies/uv_project.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace adder::python {

namespace {

/// A manager and the file that it was recognised by.
using Found = std::pair<Manager, std::string>;

/// A `pyproject.toml` stands beside the files of all others, and decides only where there is none.
std::vector<Found> managers_in(const App& app, const Settings& settings) {
    std::vector<Found> found;
    const auto look_for = [&](Manager manager, std::initializer_list<const char*> files) {
        for (const char* file : files) {
            if (app.has(file)) return found.emplace_back(manager, file), void();
        }
    };
    if (settings.pip_requirements.empty()) {
        look_for(Manager::requirements, {"requirements.txt"});
    } else {
        found.emplace_back(Manager::requirements, "BP_PIP_REQUIREMENT");
    }
    look_for(Manager::uv, {"uv.lock"});
    for (const std::string& file : pylock_files(app)) {
        found.emplace_back(Manager::pylock, file);
        break;
    }
    look_for(Manager::poetry, {"poetry.lock"});
    look_for(Manager::pipenv, {"Pipfile.lock", "Pipfile"});
    look_for(Manager::pdm, {"pdm.lock"});
    if (found.empty() && app.has("pyproject.toml") && workspace_of(app))
        found.emplace_back(Manager::uv, *workspace_of(app) + "/uv.lock");
    return found;
}

/// "uv.lock (uv)"
std::vector<std::string> files_of(const std::vector<Found>& found) {
    std::vector<std::string> files;
    for (const auto& [manager, file] : found)
        files.push_back(base::format("{} ({})", file, name_of(manager)));
    return files;
}

/// That of an app without a file that names one.
Manager manager_of_project_file(const App& app) {
    const std::optional<Pyproject> pyproject = read_pyproject(app);
    if (pyproject && pyproject->has_poetry && !pyproject->has_project) {
        throw messages::project_without_lock("Poetry", "poetry.lock", "poetry lock");
    }
    if (pyproject && pyproject->has_project) return Manager::pyproject;
    return app.has("setup.py") ? Manager::pyproject : Manager::none;
}

/// Of a manager that is not supported.
std::optional<std::string> other_manager_in(const App& app) {
    for (const char* file : {"environment.yml", "environment.yaml", "pixi.toml"}) {
        if (app.has(file)) return file;
    }
    return std::nullopt;
}

bool has_project_file(const App& app) { return app.has("pyproject.toml") || app.has("setup.py"); }

/// The one that a person named; its files have to be there.
Manager wanted_manager(const std::string& wanted, const std::vector<Found>& found, const App& app) {
    const std::optional<Manager> manager = manager_named(base::to_lower(base::trim(wanted)));
    std::vector<std::string> known;
    for (const std::string_view name : manager_names()) known.emplace_back(name);
    if (!manager) throw messages::unknown_manager(wanted, known);
    const bool is_there = *manager == Manager::none ||
                          (*manager == Manager::pyproject && has_project_file(app)) ||
                          std::ranges::any_of(found, [&](const Found& one) { return one.first == *manager; });
    if (!is_there) throw messages::manager_without_files(name_of(*manager), files_of(found));
    return *manager;
}

Manager choose_manager(const App& app, const Settings& settings) {
    const std::vector<Found> found = managers_in(app, settings);
    if (settings.package_manager) return wanted_manager(*settings.package_manager, found, app);
    if (found.size() > 1)
        throw messages::several_managers(files_of(found), std::string{name_of(found[0].first)});
    if (!found.empty()) return found.front().first;
    const Manager manager = manager_of_project_file(app);
    if (const auto other = other_manager_in(app); other && manager == Manager::none)
        throw messages::conda_not_supported(*other);
    return manager;
}

Project read_project(const App& app, const Settings& settings) {
    switch (choose_manager(app, settings)) {
        case Manager::requirements:
            return read_requirements(app, settings);
        case Manager::uv:
            return read_uv_project(app, settings);
        case Manager::pylock:
            return read_pylock(app, settings);
        case Manager::pyproject:
            return read_project_without_lock(app, settings);
        case Manager::poetry:
            return read_poetry(app, settings);
        case Manager::pipenv:
            return read_pipenv(app, settings);
        case Manager::pdm:
            return read_pdm(app, settings);
        case Manager::none:
            break;
    }
    return {};
}

}  // namespace

Project identify_project(const App& app, const Settings& settings) {
    Project project = read_project(app, settings);
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
