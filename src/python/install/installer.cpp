#include "python/install/installer.hpp"

#include "python/dependencies/pip.hpp"
#include "python/dependencies/tool_version.hpp"
#include "python/install/messages.hpp"

namespace adder::python {

namespace {

std::string version_of(const Tool& tool, const PinnedTools& pinned) {
    const auto found = pinned.versions.find(std::string{tool.pins});
    if (found == pinned.versions.end()) throw base::Error{"this buildpack pins no version of {}", tool.pins};
    return found->second;
}

/// Nothing: uv is to do it.
std::optional<InstallerChoice> choose_pip(const Project& project, const PinnedTools& pinned,
                                          const Settings& settings, const base::Environment& env) {
    const bool is_asked_for = settings.installer == "pip";
    if (!project.manager->can_be_installed_by_pip) return std::nullopt;  // its manager's own tool does it
    const auto reason = settings.installer ? std::nullopt : reason_for_pip(project, env);
    if (!is_asked_for && !reason) return std::nullopt;
    return InstallerChoice{&tools::pip, version_of(tools::pip, pinned),
                           reason ? "pip and not uv, because " + *reason + "." : ""};
}

/// The manager's own tool.
InstallerChoice choose_tool(const Project& project, const PinnedTools& pinned) {
    const auto is_allowed = [&](const std::string& version) {
        return tool_version_allows(project.tool_version, version);
    };
    if (*project.tool == tools::uv) {
        if (is_allowed(pinned.uv.version)) return {&tools::uv, pinned.uv.version};
        return {&tools::uv, project.tool_version,
                base::format(
                    "The project demands uv {} (required-version): not the tested {}, but the newest that "
                    "satisfies it.",
                    project.tool_version, pinned.uv.version)};
    }
    std::vector<const Tool*> candidates{project.tool};
    for (const Tool& other : tools::all_pinned) {  // another major version of the same program
        if (other.program == project.tool->program && other != *project.tool) candidates.push_back(&other);
    }
    std::vector<std::string> versions;
    for (const Tool* tool : candidates) {
        versions.push_back(version_of(*tool, pinned));
        if (is_allowed(versions.back())) return {tool, versions.back()};
    }
    throw messages::tool_version_not_available(project.tool->title, project.tool_version, "pyproject.toml",
                                               versions);
}

}  // namespace

InstallerChoice choose_installer(const Project& project, const PinnedTools& pinned, const Settings& settings,
                                 const base::Environment& env) {
    if (const auto pip = choose_pip(project, pinned, settings, env)) return *pip;
    InstallerChoice choice = choose_tool(project, pinned);
    if (settings.installer == "pip" && choice.reason.empty()) {
        choice.reason =
            base::format("{} and not pip: BP_PYTHON_INSTALLER is for requirements files and pylock.toml.",
                         choice.tool->title);
    }
    return choice;
}

}  // namespace adder::python
