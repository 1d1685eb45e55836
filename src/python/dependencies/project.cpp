#include "python/dependencies/project.hpp"

#include <adder/base/text.hpp>

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
    text += base::format("{}\n{}\n", tool, options);
    if (for_tests) text += "for tests\n";
    return base::sha256(text);
}

std::vector<std::string_view> manager_names() {
    std::vector<std::string_view> all;
    for (const auto& [manager, name] : names) all.push_back(name);
    return all;
}

}  // namespace adder::python
