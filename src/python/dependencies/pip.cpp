
#include "python/dependencies/pip.hpp"

#include "python/dependencies/managers.hpp"
#include "python/dependencies/pip_settings.hpp"
#include "python/dependencies/pylock.hpp"
#include "python/dependencies/requirements.hpp"
#include "python/dependencies/vendor.hpp"

#include <adder/base/text.hpp>

#include <array>

namespace adder::python {

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// What of a line uv refuses, or passes over with a warning.
bool is_for_pip_alone(std::string_view line) {
    constexpr std::array options{"--pre",           "--prefer-binary",   "--trusted-host", "--use-feature",
                                 "--global-option", "--config-settings", "--all-releases", "--only-final"};
    for (const std::string_view option : options) {
        const std::size_t at = line.find(option);
        if (at == std::string_view::npos || (at > 0 && line[at - 1] != ' ')) continue;
        const std::string_view rest = line.substr(at + option.size());
        if (rest.empty() || rest.starts_with(' ') || rest.starts_with('=')) return true;
    }
    for (const std::string_view system : {"hg+", "svn+", "bzr+"}) {
        const std::size_t at = line.find(system);
        if (at != std::string_view::npos && (at == 0 || line[at - 1] == ' ' || line[at - 1] == '@'))
            return true;
    }
    return (line.starts_with("-e") || line.starts_with("--editable")) && contains(line, "git+");
}

}  // namespace

std::vector<ToolCommand> install_with_pip(const Project& project, const InstallPlace& place,
                                          const ToolSurroundings& surroundings) {
    ToolCommand command{
        .args = {"--python", place.interpreter(), "install"},
        .variables = {{"PIP_CACHE_DIR", surroundings.cache.native()}, {"PIP_PROGRESS_BAR", "off"}},
        .without = {"PIP_NO_CACHE_DIR"}};
    add_vendor_options(command.args, project);
    command.variables.set("PIP_INDEX_URL", surroundings.index);
    if (project.manager == &managers::pylock) {
        command.args.emplace_back("--requirement");
        add_pylock(command, project, place);
        return {command};
    }
    for (std::size_t number = 0; number < project.inputs; ++number) {
        add_option(command.args, "--requirement", {project.files[number].name});
    }
    return {command};
}

std::optional<std::string> reason_for_pip(const Project& project, const base::Environment& env) {
    if (project.manager != &managers::requirements) return std::nullopt;
    std::optional<std::string> reason;
    for (const ProjectFile& file : project.files) {
        if (file.name.ends_with('/')) continue;
        for_each_requirement_line(file.text, [&](const std::string& line) {
            if (reason || !is_for_pip_alone(line)) return;
            reason = base::format("{} has \"{}\", which uv does not understand", file.name,
                                  base::printable(line.substr(0, line.find("://")), 60));
        });
        if (reason) return reason;
    }
    if (const auto setting = setting_only_pip_knows(env))
        return base::format("{} is set (or stands in pip.conf), which uv has nothing like", *setting);
    return std::nullopt;
}

}  // namespace adder::python
