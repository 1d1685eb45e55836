#include "python/dependencies/pyproject.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

const cnb::TomlTable* table_in(const cnb::TomlTable& table, std::string_view key) {
    const auto found = table.find(key);
    return found == table.end() ? nullptr : found->second.get_if<cnb::TomlTable>();
}

std::string text_in(const cnb::TomlTable& table, std::string_view key) {
    const auto found = table.find(key);
    const auto* text = found == table.end() ? nullptr : found->second.get_if<std::string>();
    return text ? *text : "";
}

std::optional<bool> flag_in(const cnb::TomlTable& table, std::string_view key) {
    const auto found = table.find(key);
    const auto* flag = found == table.end() ? nullptr : found->second.get_if<bool>();
    return flag ? std::optional{*flag} : std::nullopt;
}

void add_texts(const cnb::TomlValue& value, std::vector<std::string>& texts) {
    if (const auto* text = value.get_if<std::string>()) texts.push_back(*text);
    if (const auto* array = value.get_if<cnb::TomlArray>()) {
        for (const cnb::TomlValue& item : *array) add_texts(item, texts);
    }
}

std::vector<std::string> names_in(const cnb::TomlTable& table, std::string_view key) {
    std::vector<std::string> names;
    if (const auto* below = table_in(table, key)) {
        for (const auto& [name, value] : *below) names.push_back(name);
    }
    return names;
}

/// `[tool.setuptools.dynamic]`: `dependencies = { file = […] }`, and the same below `optional-dependencies`.
void add_dynamic_files(const cnb::TomlTable& table, std::vector<std::string>& files) {
    for (const auto& [key, value] : table) {
        if (key == "file") add_texts(value, files);
        if (const auto* below = value.get_if<cnb::TomlTable>()) add_dynamic_files(*below, files);
    }
}

/// One entry of `tool.uv.sources`, which may be several, each for a marker.
void add_source(const cnb::TomlValue& value, Pyproject& result) {
    if (const auto* several = value.get_if<cnb::TomlArray>()) {
        for (const cnb::TomlValue& one : *several) add_source(one, result);
    }
    const auto* source = value.get_if<cnb::TomlTable>();
    const std::string path = source ? text_in(*source, "path") : "";
    if (path.empty()) return;
    (flag_in(*source, "editable").value_or(false) ? result.editable_sources : result.copied_sources)
        .push_back(path);
}

void read_tools(const cnb::TomlTable& tools, Pyproject& result) {
    result.has_pdm = tools.contains("pdm");
    result.has_pixi = tools.contains("pixi");
    if (const auto* poetry = table_in(tools, "poetry")) {
        result.has_poetry = true;
        result.required_poetry = text_in(*poetry, "requires-poetry");
        result.poetry_groups = names_in(*poetry, "group");
        for (const std::string& name : result.poetry_groups) {
            const auto* group = table_in(*table_in(*poetry, "group"), name);
            if (group && flag_in(*group, "optional").value_or(false))
                result.optional_poetry_groups.push_back(name);
        }
        if (table_in(*poetry, "dev-dependencies")) result.poetry_groups.emplace_back("dev");
    }
    if (const auto* pdm = table_in(tools, "pdm")) {
        result.pdm_groups = names_in(*pdm, "dev-dependencies");
        const std::string type = text_in(*pdm, "package-type");
        result.is_pdm_package =
            type.empty() ? flag_in(*pdm, "distribution").value_or(true) : type == "library";
    }
    if (const auto* setuptools = table_in(tools, "setuptools")) {
        if (const auto* dynamic = table_in(*setuptools, "dynamic"))
            add_dynamic_files(*dynamic, result.dynamic_files);
    }
    const auto* uv = table_in(tools, "uv");
    if (!uv) return;
    result.required_uv = text_in(*uv, "required-version");
    result.is_uv_package = flag_in(*uv, "package").value_or(result.has_build_system);
    if (const auto* sources = table_in(*uv, "sources")) {
        for (const auto& [name, source] : *sources) add_source(source, result);
    }
}

}  // namespace

Pyproject Pyproject::of(const cnb::TomlTable& table) {
    Pyproject result;
    if (const auto* project = table_in(table, "project")) {
        result.has_project = true;
        result.name = text_in(*project, "name");
        result.extras = names_in(*project, "optional-dependencies");
    }
    result.groups = names_in(table, "dependency-groups");
    result.has_build_system = table.contains("build-system");
    result.is_uv_package = result.has_build_system;
    if (const auto* tools = table_in(table, "tool")) read_tools(*tools, result);
    return result;
}

std::vector<std::string> names_for_tests(const std::vector<std::string>& names) {
    constexpr std::array<std::string_view, 4> known{"dev", "test", "tests", "testing"};
    std::vector<std::string> found;
    for (const std::string& name : names) {
        if (std::ranges::find(known, base::to_lower(name)) != known.end()) found.push_back(name);
    }
    return found;
}

std::optional<Pyproject> read_pyproject(const App& app) {
    return app.pyproject ? std::optional{Pyproject::of(*app.pyproject)} : std::nullopt;
}

}  // namespace adder::python
