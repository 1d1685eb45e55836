#include "python/dependencies/inputs.hpp"

#include "python/app/app_file.hpp"
#include "python/app/beside_sources.hpp"
#include "python/app/messages.hpp"
#include "python/dependencies/messages.hpp"
#include "python/dependencies/pyproject.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <utility>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

bool is_known(const Project& project, const std::string& name) {
    return std::ranges::any_of(project.files, [&](const ProjectFile& file) { return file.name == name; });
}

void add(Project& project, ProjectFile file) {
    std::size_t text = file.text.size();
    for (const ProjectFile& known : project.files) text += known.text.size();
    if (text > most_project_text) throw messages::too_much_to_read(most_project_text);
    if (project.files.size() == most_project_files) throw messages::too_many_files(most_project_files);
    project.files.push_back(std::move(file));
}

void count_local_package(Project& project) {
    if (++project.local_packages > most_local_packages)
        throw messages::too_many_local_packages(most_local_packages);
}

/// Not a part of what a package is made of.
bool is_left_out(const std::string& name) {
    return is_version_control(name) || is_bytecode(name) || is_build_output(name) || is_environment(name);
}

/// One line for each file, with its digest, in the order of their paths.
void describe_tree(const fs::path& directory, const std::string& prefix, std::string& lines) {
    std::vector<fs::directory_entry> entries{fs::directory_iterator{directory}, fs::directory_iterator{}};
    std::ranges::sort(entries, {}, [](const fs::directory_entry& entry) { return entry.path(); });
    for (const fs::directory_entry& entry : entries) {
        const std::string name = entry.path().filename();
        if (is_left_out(name)) continue;
        if (entry.is_symlink()) {
            lines += base::format("{}{} -> {}\n", prefix, name, fs::read_symlink(entry.path()).native());
        } else if (entry.is_directory()) {
            describe_tree(entry.path(), prefix + name + "/", lines);
        } else if (entry.is_regular_file()) {
            lines += base::format("{}{} {}\n", prefix, name, base::sha256_of_file(entry.path()).hex());
        }
    }
}

}  // namespace

std::string normal_path(const fs::path& path) {
    std::string text = path.lexically_normal().native();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text == "." ? "" : text;
}

std::optional<std::string> read_input(const App& app, const std::string& name) {
    std::optional<std::string> text = read_app_file(app, name, max_lock_size);
    if (text && !base::is_valid_utf8(*text)) throw messages::not_utf8(name);
    return text;
}

bool add_file(Project& project, const App& app, const std::string& name) {
    if (is_known(project, name)) return true;
    std::optional<std::string> text = read_input(app, name);
    if (!text) return false;
    add(project, {name, std::move(*text)});
    return true;
}

void add_build_files(Project& project, const App& app, const std::string& directory) {
    count_local_package(project);
    const auto path = [&](const std::string& name) { return normal_path(fs::path{directory} / name); };
    for (const char* name : {"setup.py", "setup.cfg"}) add_file(project, app, path(name));
    if (!add_file(project, app, path("pyproject.toml"))) return;
    const auto is_it = [&](const ProjectFile& file) { return file.name == path("pyproject.toml"); };
    const ProjectFile& found = *std::ranges::find_if(project.files, is_it);
    const Pyproject pyproject = found.name == "pyproject.toml" && app.pyproject
                                    ? Pyproject::of(*app.pyproject)
                                    : Pyproject::parse(found.text, found.name);
    for (const std::string& file : pyproject.dynamic_files) add_file(project, app, path(file));
}

void add_tree(Project& project, const App& app, const std::string& path) {
    count_local_package(project);
    const std::optional<fs::path> found = find_in_app(app, path);
    std::error_code missing;
    if (!found) return;
    if (fs::is_regular_file(*found, missing)) {
        if (!is_known(project, path)) add(project, {path, base::sha256_of_file(*found).hex()});
    } else if (fs::is_directory(*found, missing) && !is_known(project, path + "/")) {
        std::string lines;
        describe_tree(*found, "", lines);
        add(project, {path + "/", std::move(lines)});
    }
}

}  // namespace adder::python
