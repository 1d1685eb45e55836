#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/managers/pylock.hpp>
#include <adder/python/managers/pyproject.hpp>
#include <adder/python/managers/requirements.hpp>
#include <adder/python/managers/uv_project.hpp>
#include <adder/python/project.hpp>

#include <array>
#include <utility>

namespace adder::python {

namespace {

constexpr std::array<std::pair<Manager, std::string_view>, 8> names{{{Manager::requirements, "requirements"},
                                                                     {Manager::uv, "uv"},
                                                                     {Manager::pylock, "pylock"},
                                                                     {Manager::poetry, "poetry"},
                                                                     {Manager::pipenv, "pipenv"},
                                                                     {Manager::pdm, "pdm"},
                                                                     {Manager::pyproject, "pyproject"},
                                                                     {Manager::none, "none"}}};

/// A manager and the file that it was recognised by.
using Found = std::pair<Manager, std::string>;

/// A `pyproject.toml` stands beside the files of all others, and decides only where there is none.
std::vector<Found> managers_in(const App& app) {
    std::vector<Found> found;
    const auto look_for = [&](Manager manager, std::initializer_list<const char*> files) {
        for (const char* file : files) {
            if (app.has(file)) return found.emplace_back(manager, file), void();
        }
    };
    look_for(Manager::requirements, {"requirements.txt"});
    look_for(Manager::uv, {"uv.lock"});
    for (const std::string& file : pylock_files(app)) {
        found.emplace_back(Manager::pylock, file);
        break;
    }
    look_for(Manager::poetry, {"poetry.lock"});
    look_for(Manager::pipenv, {"Pipfile.lock", "Pipfile"});
    look_for(Manager::pdm, {"pdm.lock"});
    return found;
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

Manager choose_manager(const App& app) {
    const std::vector<Found> found = managers_in(app);
    return found.empty() ? manager_of_project_file(app) : found.front().first;
}

}  // namespace

std::string_view name_of(Manager manager) {
    for (const auto& [known, name] : names) {
        if (known == manager) return name;
    }
    return "none";
}

std::optional<Manager> manager_named(std::string_view wanted) {
    if (wanted == "pip") return Manager::requirements;
    for (const auto& [known, name] : names) {
        if (name == wanted) return known;
    }
    return std::nullopt;
}

base::Sha256Digest Project::fingerprint() const {
    std::string text = std::string{name_of(manager)} + "\n";
    for (const ProjectFile& file : files) {
        text += base::format("{} {} {}\n", file.name, file.text.size(), base::sha256(file.text).hex());
    }
    text += base::format("{}\n{}\n", base::join(groups, ","), base::join(extras, ","));
    return base::sha256(text);
}

Project identify(const App& app, const Settings& settings) {
    switch (choose_manager(app)) {
        case Manager::requirements:
            return read_requirements(app, settings);
        case Manager::uv:
            return read_uv_project(app, settings);
        case Manager::pylock:
            return read_pylock(app, settings);
        case Manager::pyproject:
            return read_project_without_lock(app, settings);
        case Manager::poetry:
            throw messages::unsupported_manager("poetry.lock");
        case Manager::pipenv:
            throw messages::unsupported_manager("Pipfile");
        case Manager::pdm:
            throw messages::unsupported_manager("pdm.lock");
        case Manager::none:
            break;
    }
    return {};
}

}  // namespace adder::python
