#include "messages.hpp"

#include <adder/python/installer.hpp>
#include <adder/python/managers/tool_version.hpp>

#include <array>
#include <utility>

namespace adder::python {

namespace {

std::string shown_name(std::string_view pins) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> names{{{"pip", "pip"},
                                                                                  {"pipenv", "Pipenv"},
                                                                                  {"pdm", "PDM"},
                                                                                  {"poetry-1", "Poetry"},
                                                                                  {"poetry-2", "Poetry"}}};
    for (const auto& [known, name] : names) {
        if (known == pins) return std::string{name};
    }
    return std::string{pins};
}

std::string version_of(const std::string& pins, const Catalogue& catalogue) {
    const auto found = catalogue.tools.find(pins);
    if (found == catalogue.tools.end()) throw base::Error{"this buildpack pins no version of {}", pins};
    return found->second;
}

}  // namespace

InstallerChoice choose_installer(const Project& project, const Catalogue& catalogue) {
    const auto is_allowed = [&](const std::string& version) {
        return tool_version_allows(project.tool_version, version);
    };
    if (project.tool.empty()) {
        return {"", "uv", is_allowed(catalogue.uv.version) ? catalogue.uv.version : project.tool_version};
    }
    std::vector<std::string> candidates{project.tool};
    if (project.tool == "poetry-1") candidates.emplace_back("poetry-2");
    if (project.tool == "poetry-2") candidates.emplace_back("poetry-1");
    std::vector<std::string> versions;
    for (const std::string& pins : candidates) {
        versions.push_back(version_of(pins, catalogue));
        if (is_allowed(versions.back())) return {pins, shown_name(pins), versions.back()};
    }
    throw messages::tool_version_not_available(shown_name(project.tool), project.tool_version,
                                               "pyproject.toml", versions);
}

}  // namespace adder::python
