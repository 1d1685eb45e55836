#include "python/launch/project_scripts.hpp"

#include "python/installed/packages.hpp"

#include <adder/cnb/toml.hpp>

#include <algorithm>
#include <set>

namespace adder::python {

namespace {

const cnb::TomlTable* table_at(const cnb::TomlTable& table, std::initializer_list<std::string_view> path) {
    const cnb::TomlTable* result = &table;
    for (const std::string_view key : path) {
        const auto found = result->find(key);
        result = found == result->end() ? nullptr : found->second.get_if<cnb::TomlTable>();
        if (!result) return nullptr;
    }
    return result;
}

std::string normalised(const std::string& name) { return normalised_name(name); }

}  // namespace

ProjectScripts find_project_scripts(const App& app, const Installed& installed) {
    if (!app.pyproject) return {};
    std::string project_name;
    std::set<std::string> names;
    const auto read = [&](std::initializer_list<std::string_view> path,
                          std::initializer_list<std::string_view> scripts) {
        const cnb::TomlTable* project = table_at(*app.pyproject, path);
        const auto name = project ? project->find("name") : cnb::TomlTable::const_iterator{};
        if (project && name != project->end()) {
            if (const auto* text = name->second.get_if<std::string>()) project_name = *text;
        }
        if (const cnb::TomlTable* table = table_at(*app.pyproject, scripts)) {
            for (const auto& [script, place] : *table) names.insert(script);
        }
    };
    read({"tool", "poetry"}, {"tool", "poetry", "scripts"});
    read({"project"}, {"project", "scripts"});
    if (project_name.empty() || !is_installed(installed, normalised(project_name))) return {};
    ProjectScripts result{{names.begin(), names.end()}};
    std::stable_partition(result.names.begin(), result.names.end(), [&](const std::string& name) {
        return normalised(name) == normalised(project_name);
    });
    result.first_is_the_projects =
        !result.names.empty() && normalised(result.names.front()) == normalised(project_name);
    return result;
}

}  // namespace adder::python
