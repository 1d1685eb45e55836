#include "python/dependencies/requirements.hpp"

#include "python/app/app_file.hpp"
#include "python/dependencies/inputs.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/messages.hpp"
#include "python/dependencies/pyproject.hpp"
#include "python/dependencies/vendor.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

/// A file's includes, which are read one after the other.
struct Including {
    std::string file;
    std::vector<std::string> included;
    std::size_t done = 0;
};

Including including(const ProjectFile& file) { return {file.name, included_files(file.text)}; }

/// Adds what the file includes, and before the next include what that one includes: a list of work, since a
/// chain of files could be longer than a stack.
void add_included_files(const App& app, const ProjectFile& file, Project& project) {
    std::vector<Including> work{including(file)};
    while (!work.empty()) {
        Including& current = work.back();
        if (current.done == current.included.size()) {
            work.pop_back();
            continue;
        }
        const std::string& included = current.included[current.done++];
        if (included.find("://") != std::string::npos)
            continue;  // the tool fetches it; it cannot be watched for changes
        const std::string name = normal_path(fs::path{current.file}.parent_path() / included);
        const std::size_t known = project.files.size();
        if (!add_file(project, app, name)) throw messages::included_file_missing(name, current.file);
        if (project.files.size() > known) work.push_back(including(project.files.back()));
    }
}

/// A variable may name a file of the build's surroundings, where an operator keeps constraints for all apps.
void add_constraints(Project& project, const App& app, const std::string& file) {
    if (!fs::path{file}.is_absolute()) {
        add_file(project, app, normal_path(file));
    } else if (auto text = base::read_file_if_present(file, max_lock_size)) {
        project.files.push_back({file, *std::move(text)});
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
    const bool is_path = at != std::string_view::npos || requirement.find('/') != std::string_view::npos ||
                         requirement.starts_with('.') || requirement.ends_with(".whl") ||
                         requirement.ends_with(".tar.gz");
    if (!is_path) return std::nullopt;
    fs::path path{requirement};
    if (path.is_absolute()) path = path.lexically_relative(app.directory);
    return normal_path(path);
}

/// Packages in the app's own directories: their code counts where it is copied, and what they need where it
/// is used in place.
void add_local_packages(const App& app, Project& project) {
    const std::vector<ProjectFile> files = project.files;
    for (const ProjectFile& file : files) {
        for_each_requirement_line(file.text, [&](const std::string& line) {
            constexpr std::array<std::string_view, 3> editable{"--editable=", "--editable ", "-e "};
            const auto* const option = std::ranges::find_if(
                editable, [&](std::string_view start) { return line.starts_with(start); });
            if (option == editable.end() && line.starts_with('-')) return;
            const std::size_t start = option == editable.end() ? 0 : option->size();
            const auto path = local_path(std::string_view{line}.substr(start), app);
            if (!path) return;
            if (option == editable.end()) {
                add_tree(project, app, path->empty() ? "." : *path);
            } else {
                add_build_files(project, app, *path);
            }
        });
    }
}

/// Whether every requirement is pinned by a hash.
bool has_hashes(const Project& project) {
    bool all_have = true;
    for (const ProjectFile& file : project.files) {
        for_each_requirement_line(file.text, [&](const std::string& line) {
            if (!line.starts_with('-') && line.find("--hash") == std::string::npos) all_have = false;
        });
    }
    return all_have;
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
    bool is_constrained = false;
    for (const ProjectFile& file : files) {
        for_each_requirement_line(file.text, [&](const std::string& line) {
            is_constrained = is_constrained || is_constraint(line);
            is_any_open = is_any_open || is_open(line);
        });
    }
    return is_any_open && !is_constrained;
}

}  // namespace

void for_each_requirement_line(std::string_view text, const std::function<void(const std::string&)>& visit) {
    std::string pending;
    const auto finish = [&] {
        const std::size_t comment = pending.starts_with('#') ? 0 : pending.find(" #");
        const std::string_view without = base::trim(std::string_view{pending}.substr(0, comment));
        if (!without.empty()) visit(std::string{without});
        pending.clear();
    };
    base::LineReader lines{text};
    for (std::string_view line; lines.next(line);) {
        const bool goes_on = line.ends_with('\\');
        pending += line.substr(0, line.size() - (goes_on ? 1 : 0));
        if (!goes_on) finish();
    }
    finish();
}

std::vector<std::string> included_files(std::string_view requirements_text) {
    constexpr std::array<std::string_view, 4> options{"--requirement", "--constraint", "-r", "-c"};
    std::vector<std::string> files;
    std::set<std::string> known;
    for_each_requirement_line(requirements_text, [&](const std::string& line) {
        for (const std::string_view option : options) {
            if (!line.starts_with(option)) continue;
            std::string_view rest = std::string_view{line}.substr(option.size());
            const bool is_long = option.starts_with("--");
            if (is_long && !rest.starts_with('=') && !rest.starts_with(' ')) continue;
            if (rest.starts_with('=')) rest.remove_prefix(1);
            if (const std::string file{base::trim(rest)}; !file.empty() && known.insert(file).second)
                files.push_back(file);
            break;
        }
    });
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
        add_included_files(app, ProjectFile{project.files[number]}, project);
    }
    const bool is_open = settings.constraints.empty() && leaves_versions_open(project.files);
    for (const std::string& file : settings.constraints) add_constraints(project, app, file);
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
