#include "python/dependencies/commands.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

namespace adder::python::messages {

namespace {

std::string uv_export(const Project& project) {
    std::string command = "uv export --quiet --locked --no-emit-local";
    for (const std::string& group : project.groups) command += " --group " + group;
    for (const std::string& extra : project.extras) command += " --extra " + extra;
    return command;
}

std::string poetry_export(const Project& project) {
    if (!project.optional_groups.empty())
        return "poetry export --with " + base::join(project.optional_groups, ",");
    if (project.groups.empty() || project.groups == std::vector<std::string>{"main"}) return "poetry export";
    return "poetry export --only " + base::join(project.groups, ",");
}

/// Of a lock, by the tool that wrote it.
std::string export_command(const Project& project) {
    switch (project.manager) {
        case Manager::uv:
            return uv_export(project);
        case Manager::poetry:
            return poetry_export(project);
        case Manager::pipenv:
            return project.for_tests ? "pipenv requirements --dev --hash" : "pipenv requirements --hash";
        case Manager::pdm:
            return project.for_tests ? "pdm export" : "pdm export --prod";
        default:
            return "uv pip compile --quiet pyproject.toml";
    }
}

}  // namespace

std::string lock_command(const Project& project) {
    switch (project.manager) {
        case Manager::uv:
            return "uv lock --refresh";
        case Manager::pylock:
            return "uv export --format pylock.toml --output-file pylock.toml";
        case Manager::poetry:
            return "poetry lock --no-cache --regenerate";
        case Manager::pipenv:
            return "pipenv lock --clear";
        case Manager::pdm:
            return "pdm lock --refresh";
        default:
            return "uv pip compile --generate-hashes requirements.in --output-file requirements.txt";
    }
}

std::string vendor_command(const Project& project) {
    if (project.manager == Manager::requirements || project.manager == Manager::pylock)
        return base::format("pip download --dest vendor --requirement {}", project.main_file());
    return base::format("{} |\n    pip download --dest vendor --requirement /dev/stdin",
                        export_command(project));
}

}  // namespace adder::python::messages
