#include "python/install/installer.hpp"

#include "python/dependencies/pip.hpp"
#include "python/dependencies/tool_version.hpp"
#include "python/install/messages.hpp"

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

std::string version_of(const std::string& pins, const PinnedTools& tools) {
    const auto found = tools.versions.find(pins);
    if (found == tools.versions.end()) throw base::Error{"this buildpack pins no version of {}", pins};
    return found->second;
}

/// Nothing: uv is to do it.
std::optional<InstallerChoice> choose_pip(const Project& project, const PinnedTools& tools,
                                          const Settings& settings, const base::Environment& env) {
    const bool could = project.manager == Manager::requirements || project.manager == Manager::pylock;
    const bool is_asked_for = settings.installer == "pip";
    if (!could) return std::nullopt;  // its manager's own tool does it
    const auto reason = settings.installer ? std::nullopt : reason_for_pip(project, env);
    if (!is_asked_for && !reason) return std::nullopt;
    return InstallerChoice{"pip", "pip", version_of("pip", tools),
                           reason ? "pip and not uv, because " + *reason + "." : ""};
}

/// The manager's own tool.
InstallerChoice choose_tool(const Project& project, const PinnedTools& tools) {
    const auto is_allowed = [&](const std::string& version) {
        return tool_version_allows(project.tool_version, version);
    };
    if (project.tool.empty()) {
        if (is_allowed(tools.uv.version)) return {"", "uv", tools.uv.version};
        return {"", "uv", project.tool_version,
                base::format(
                    "The project demands uv {} (required-version): not the tested {}, but the newest that "
                    "satisfies it.",
                    project.tool_version, tools.uv.version)};
    }
    std::vector<std::string> candidates{project.tool};
    if (project.tool == "poetry-1") candidates.emplace_back("poetry-2");
    if (project.tool == "poetry-2") candidates.emplace_back("poetry-1");
    std::vector<std::string> versions;
    for (const std::string& pins : candidates) {
        versions.push_back(version_of(pins, tools));
        if (is_allowed(versions.back())) return {pins, shown_name(pins), versions.back()};
    }
    throw messages::tool_version_not_available(shown_name(project.tool), project.tool_version,
                                               "pyproject.toml", versions);
}

}  // namespace

InstallerChoice choose_installer(const Project& project, const PinnedTools& tools, const Settings& settings,
                                 const base::Environment& env) {
    if (const auto pip = choose_pip(project, tools, settings, env)) return *pip;
    InstallerChoice choice = choose_tool(project, tools);
    if (settings.installer == "pip" && choice.reason.empty()) {
        choice.reason = base::format(
            "{} and not pip: BP_PYTHON_INSTALLER is for requirements files and pylock.toml.", choice.name);
    }
    return choice;
}

}  // namespace adder::python
