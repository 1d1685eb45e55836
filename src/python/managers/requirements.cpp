#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/managers/inputs.hpp>
#include <adder/python/managers/requirements.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

void collect(const App& app, const std::string& name, std::string_view included_by, Project& project) {
    const auto known =
        std::ranges::any_of(project.files, [&](const ProjectFile& file) { return file.name == name; });
    if (known) return;
    if (!add_file(project, app, name)) throw messages::included_file_missing(name, included_by);
    const std::string text = project.files.back().text;
    for (const std::string& file : included_files(text)) {
        if (file.find("://") != std::string::npos)
            continue;  // uv fetches it; it cannot be watched for changes
        collect(app, normal_path(fs::path{name}.parent_path() / file), name, project);
    }
}

/// Whether every requirement is pinned by a hash.
bool has_hashes(const Project& project) {
    for (const ProjectFile& file : project.files) {
        for (const std::string& line : requirement_lines(file.text)) {
            if (!line.starts_with('-') && line.find("--hash") == std::string::npos) return false;
        }
    }
    return true;
}

}  // namespace

std::vector<std::string> requirement_lines(std::string_view text) {
    std::vector<std::string> result;
    std::string pending;
    for (const std::string_view line : base::lines(text)) {
        if (line.ends_with('\\')) {
            pending += line.substr(0, line.size() - 1);
            continue;
        }
        pending += line;
        std::size_t comment = pending.starts_with('#') ? 0 : pending.find(" #");
        const std::string_view without = base::trim(std::string_view{pending}.substr(0, comment));
        if (!without.empty()) result.emplace_back(without);
        pending.clear();
    }
    if (const std::string_view rest = base::trim(pending); !rest.empty()) result.emplace_back(rest);
    return result;
}

std::vector<std::string> included_files(std::string_view requirements_text) {
    constexpr std::array<std::string_view, 4> options{"--requirement", "--constraint", "-r", "-c"};
    std::vector<std::string> files;
    for (const std::string& line : requirement_lines(requirements_text)) {
        for (const std::string_view option : options) {
            if (!line.starts_with(option)) continue;
            std::string_view rest = std::string_view{line}.substr(option.size());
            const bool is_long = option.starts_with("--");
            if (is_long && !rest.starts_with('=') && !rest.starts_with(' ')) continue;
            if (rest.starts_with('=')) rest.remove_prefix(1);
            if (const std::string_view file = base::trim(rest); !file.empty()) files.emplace_back(file);
            break;
        }
    }
    return files;
}

Project read_requirements(const App& app, const Settings&) {
    Project project{.manager = Manager::requirements};
    collect(app, "requirements.txt", "", project);
    project.is_locked = has_hashes(project);
    return project;
}

std::vector<ToolCommand> install_requirements(const Project& project, const InstallPlace& place) {
    ToolCommand command{{"pip", "install", "--python", place.interpreter()}};
    for (std::size_t number = 0; number < project.inputs; ++number) {
        add_option(command.args, "--requirements", {project.files[number].name});
    }
    return {command};
}

std::vector<std::string> resolve_requirements(const Project& project, const std::string& interpreter) {
    std::vector<std::string> args{"pip",           "compile",           "--quiet",  "--no-header",
                                  "--no-annotate", "--no-strip-extras", "--python", interpreter};
    for (std::size_t number = 0; number < project.inputs; ++number) {
        args.push_back(project.files[number].name);
    }
    return args;
}

}  // namespace adder::python
