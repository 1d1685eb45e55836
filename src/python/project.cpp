#include "messages.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/python/project.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

/// Lines with continuations joined and comments gone, as pip reads them.
std::vector<std::string> logical_lines(std::string_view text) {
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

void collect(const App& app, const std::string& name, std::string_view included_by, Project& project) {
    const auto known = std::any_of(project.requirements.begin(), project.requirements.end(),
                                   [&](const RequirementsFile& file) { return file.name == name; });
    if (known) return;
    std::optional<std::string> text = base::read_file_if_present(app.directory / name);
    if (!text) throw messages::included_file_missing(name, included_by);
    if (!base::is_valid_utf8(*text)) throw messages::not_utf8(name);
    const std::vector<std::string> included = included_files(*text);
    project.requirements.push_back({name, std::move(*text)});
    for (const std::string& file : included) {
        if (file.find("://") != std::string::npos)
            continue;  // uv fetches it; it cannot be watched for changes
        collect(app, (fs::path{name}.parent_path() / file).lexically_normal().native(), name, project);
    }
}

}  // namespace

std::vector<std::string> included_files(std::string_view requirements_text) {
    constexpr std::array<std::string_view, 4> options{"--requirement", "--constraint", "-r", "-c"};
    std::vector<std::string> files;
    for (const std::string& line : logical_lines(requirements_text)) {
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

base::Sha256Digest Project::fingerprint() const {
    std::string text;
    for (const RequirementsFile& file : requirements) {
        text += base::format("{} {} {}\n", file.name, file.text.size(), base::sha256(file.text).hex());
    }
    return base::sha256(text);
}

bool Project::is_locked() const {
    for (const RequirementsFile& file : requirements) {
        for (const std::string& line : logical_lines(file.text)) {
            if (!line.starts_with('-') && line.find("--hash") == std::string::npos) return false;
        }
    }
    return true;
}

Project identify(const App& app) {
    Project project;
    if (app.has("requirements.txt")) {
        collect(app, "requirements.txt", "", project);
        return project;
    }
    constexpr std::array unsupported{"uv.lock", "pylock.toml", "poetry.lock",    "Pipfile.lock",
                                     "Pipfile", "pdm.lock",    "pyproject.toml", "setup.py"};
    for (const char* name : unsupported) {
        if (app.has(name)) throw messages::unsupported_manager(name);
    }
    return project;
}

}  // namespace adder::python
