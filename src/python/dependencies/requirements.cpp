#include "python/dependencies/requirements.hpp"

#include "python/dependencies/inputs.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/messages.hpp"
#include "python/dependencies/pyproject.hpp"
#include "python/dependencies/vendor.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

void collect_included(const App& app, const ProjectFile& includer, Project& project) {
    for (const std::string& file : included_files(includer.text)) {
        if (file.find("://") != std::string::npos)
            continue;  // the tool fetches it; it cannot be watched for changes
        const std::string name = normal_path(fs::path{includer.name}.parent_path() / file);
        const std::size_t known = project.files.size();
        if (!add_file(project, app, name)) throw messages::included_file_missing(name, includer.name);
        if (project.files.size() > known) collect_included(app, ProjectFile{project.files.back()}, project);
    }
}

/// The path of a requirement that is one (`./x`, `-e .[extra]`, `x @ file:x`); nothing for others.
std::optional<std::string> local_path(std::string_view requirement, const App& app) {
    requirement = base::trim(requirement.substr(0, requirement.find(" ;")));
    const std::size_t at = requirement.find("file:");
    if (at != std::string_view::npos) {
        requirement.remove_prefix(at + 5);
        while (requirement.starts_with("//")) requirement.remove_prefix(1);
    }
    requirement = requirement.substr(0, requirement.find(" --"));
    requirement = base::trim(requirement.substr(0, requirement.find('#')));
    if (requirement.ends_with(']')) requirement = requirement.substr(0, requirement.find('['));
    if (requirement.empty() || requirement.find("://") != std::string_view::npos) return std::nullopt;
    fs::path path{requirement};
    if (path.is_absolute()) path = path.lexically_relative(app.directory);
    const bool is_path = at != std::string_view::npos || requirement.find('/') != std::string_view::npos ||
                         requirement.starts_with('.') || requirement.ends_with(".whl") ||
                         requirement.ends_with(".tar.gz");
    return is_path ? std::optional{normal_path(path)} : std::nullopt;
}

/// Packages in the app's own directories: their code counts where it is copied, and what they need where it
/// is used in place.
void add_local_packages(const App& app, Project& project) {
    const std::vector<ProjectFile> files = project.files;
    for (const ProjectFile& file : files) {
        for (const std::string& line : requirement_lines(file.text)) {
            constexpr std::array<std::string_view, 3> editable{"--editable=", "--editable ", "-e "};
            const auto* const option = std::ranges::find_if(
                editable, [&](std::string_view start) { return line.starts_with(start); });
            if (option == editable.end() && line.starts_with('-')) continue;
            const std::size_t start = option == editable.end() ? 0 : option->size();
            const auto path = local_path(std::string_view{line}.substr(start), app);
            if (!path) continue;
            if (option == editable.end()) {
                add_tree(project, app, path->empty() ? "." : *path);
            } else {
                add_build_files(project, app, *path);
            }
        }
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

/// Beside `requirements.txt`, of those that there are.
constexpr std::array files_for_tests{
    "requirements-test.txt", "requirements-tests.txt", "requirements-dev.txt",   "test-requirements.txt",
    "dev-requirements.txt",  "requirements/test.txt",  "requirements/tests.txt", "requirements/dev.txt"};

bool is_constraint(const std::string& line) {
    return line.starts_with("-c") || line.starts_with("--constraint");
}

/// Neither a version (`==`) nor a place to come from.
bool is_open(const std::string& line) {
    const std::string requirement = line.substr(0, line.find(" ;"));
    return !line.starts_with('-') && requirement.find("==") == std::string::npos &&
           requirement.find_first_of("@/") == std::string::npos;
}

/// Whether another build may install other versions, as far as requirements files say: files of constraints
/// may say the rest.
bool leaves_versions_open(const std::vector<ProjectFile>& files) {
    bool is_any_open = false;
    for (const ProjectFile& file : files) {
        const std::vector<std::string> lines = requirement_lines(file.text);
        if (std::ranges::any_of(lines, is_constraint)) return false;
        is_any_open = is_any_open || std::ranges::any_of(lines, is_open);
    }
    return is_any_open;
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

Project read_requirements(const App& app, const Settings& settings) {
    Project project{.manager = &managers::requirements, .options = settings.pip_options};
    std::vector<std::string> roots = settings.pip_requirements;
    if (roots.empty()) roots = {"requirements.txt"};
    for (const std::string& root : roots) {
        if (!add_file(project, app, normal_path(root)))
            throw messages::named_file_missing(root, "BP_PIP_REQUIREMENT");
    }
    if (settings.for_tests && settings.pip_requirements.empty()) {
        for (const char* name : files_for_tests) add_file(project, app, name);
    }
    project.inputs = project.files.size();
    for (std::size_t number = 0; number < project.inputs; ++number) {
        collect_included(app, ProjectFile{project.files[number]}, project);
    }
    const bool is_open = settings.constraints.empty() && leaves_versions_open(project.files);
    for (const std::string& file : settings.constraints) add_file(project, app, normal_path(file));
    project.is_locked = has_hashes(project);
    add_local_packages(app, project);
    add_file(project, app, "uv.toml");
    if (const auto pyproject = read_pyproject(app)) project.tool_version = pyproject->required_uv;
    add_vendored_packages(project, app);
    if (is_open && !project.is_vendored()) {
        project.advice.push_back(
            messages::unpinned(project.main_file(),
                               base::format("mv {0} requirements.in && uv pip compile requirements.in -o {0}",
                                            project.main_file())));
    }
    return project;
}

std::vector<ToolCommand> install_requirements(const Project& project, const InstallPlace& place) {
    ToolCommand command{{"pip", "install", "--python", place.interpreter()}};
    add_vendor_options(command.args, project);
    for (std::size_t number = 0; number < project.inputs; ++number) {
        add_option(command.args, "--requirements", {project.files[number].name});
    }
    return {command};
}

std::vector<std::string> resolve_requirements(const Project& project, const std::string& interpreter) {
    std::vector<std::string> args{"pip",           "compile",           "--quiet",  "--no-header",
                                  "--no-annotate", "--no-strip-extras", "--python", interpreter};
    add_vendor_options(args, project);
    for (std::size_t number = 0; number < project.inputs; ++number) {
        args.push_back(project.files[number].name);
    }
    return args;
}

namespace managers {

constinit const ManagerRules requirements{
    .name = "requirements",
    .other_name = "pip",
    .files = {"requirements.txt"},
    .find = [](const App& app, const Settings& settings) -> std::optional<std::string> {
        if (!settings.pip_requirements.empty()) return "BP_PIP_REQUIREMENT";
        return app.has("requirements.txt") ? std::optional<std::string>{"requirements.txt"} : std::nullopt;
    },
    .read = read_requirements,
    .install = [](const Project& project, const InstallPlace& place,
                  const ToolSurroundings&) { return install_requirements(project, place); },
    .resolve = resolve_requirements,
    .can_be_installed_by_pip = true,
    .lock_command = "uv pip compile --generate-hashes requirements.in --output-file requirements.txt",
    .how_to_add =
        [](std::string_view name, const Project& project) {
            return base::format("add {0} to {1}:\n  echo {0} >> {1}", name, project.main_file());
        }};

}  // namespace managers

}  // namespace adder::python
