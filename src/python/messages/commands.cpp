#include "commands.hpp"

#include <adder/base/format.hpp>

namespace adder::python::messages {

namespace {

/// Of a lock, by the tool that wrote it.
std::string export_command(const Project& project) {
    switch (project.manager) {
        case Manager::uv:
            return "uv export --quiet --locked --no-emit-local";
        case Manager::poetry:
            return project.for_tests ? "poetry export --all-groups" : "poetry export";
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
