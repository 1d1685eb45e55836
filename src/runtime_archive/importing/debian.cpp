#include "runtime_archive/importing/debian.hpp"

#include "runtime_archive/inspection/libraries.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <utility>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

std::string run_dpkg_deb(std::vector<std::string> args, const base::Environment& env) {
    const base::Captured result = base::run_and_capture(
        {.program = "dpkg-deb", .args = std::move(args), .env = env, .working_directory = {}});
    if (result.status.ok()) return result.output;
    throw base::Error{"dpkg-deb failed ({}):\n{}", result.status.describe(), result.output};
}

/// "python3.11", "python3.14t"
bool is_interpreter(const std::string& name) {
    constexpr std::string_view start = "python3.";
    if (!name.starts_with(start)) return false;
    std::string_view minor = std::string_view{name}.substr(start.size());
    if (minor.ends_with('t')) minor.remove_suffix(1);
    return base::parse_number(minor).has_value();
}

std::string find_interpreter(const fs::path& usr) {
    std::vector<std::string> names;
    if (fs::is_directory(usr / "bin")) {
        for (const fs::directory_entry& entry : fs::directory_iterator{usr / "bin"}) {
            const bool is_program = entry.is_regular_file() && !entry.is_symlink();
            if (is_program && is_interpreter(entry.path().filename()))
                names.push_back(entry.path().filename());
        }
    }
    if (names.size() == 1) return names[0];
    if (names.empty()) {
        throw base::Error{
            "the packages hold no interpreter: python3.N-minimal has it (python3 only refers to it)"};
    }
    throw base::Error{"the packages hold several interpreters: {}", base::join(names, ", ")};
}

bool leads_out(const fs::path& link, const fs::path& tree) {
    const fs::path target = fs::read_symlink(link);
    if (target.is_absolute()) return true;
    const fs::path inside = (link.parent_path().lexically_relative(tree) / target).lexically_normal();
    return *inside.begin() == "..";
}

void remove_links_that_lead_out(const fs::path& tree) {
    std::vector<fs::path> links;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{tree}) {
        if (entry.is_symlink() && leads_out(entry.path(), tree)) links.push_back(entry.path());
    }
    for (const fs::path& link : links) base::remove_tree(link);
}

/// pyconfig.h includes one below the architecture's directory, which stands beside Python's.
void take_headers_of_architecture(const fs::path& include, const fs::path& headers) {
    const std::string interpreter = headers.filename();
    if (!fs::is_directory(include) || !fs::is_directory(headers)) return;
    for (const fs::directory_entry& entry : fs::directory_iterator{include}) {
        if (!fs::is_directory(entry.path() / interpreter)) continue;
        const fs::path to = headers / entry.path().filename();
        base::make_directories(to);
        base::rename_path(entry.path() / interpreter, to / interpreter);
    }
}

/// The fields of a paragraph: a line that begins with white space continues the one before it.
std::vector<std::pair<std::string, std::string>> fields_of(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (const std::string_view line : base::lines(text)) {
        if (line.starts_with(' ') || line.starts_with('\t')) {
            if (!fields.empty()) fields.back().second += line;
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        fields.emplace_back(line.substr(0, colon), base::trim(line.substr(colon + 1)));
    }
    return fields;
}

/// "libc6 (>= 2.38), media-types | mime-support" → libc6, media-types.
void add_names(std::vector<std::string>& names, std::string_view relations) {
    for (const std::string_view relation : base::split(relations, ',')) {
        const std::string_view first = base::trim(relation.substr(0, relation.find('|')));
        const std::string name{first.substr(0, first.find_first_of(" (:"))};
        if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
}

bool holds(const std::vector<DebianPackage>& packages, const std::string& name) {
    return std::ranges::any_of(packages, [&](const DebianPackage& package) { return package.name == name; });
}

}  // namespace

DebianPackage parse_control_fields(std::string_view text) {
    DebianPackage package;
    for (const auto& [field, value] : fields_of(text)) {
        if (field == "Package") package.name = value;
        if (field == "Version") package.version = value;
        if (field == "Architecture") package.architecture = value;
        if (field == "Depends" || field == "Pre-Depends") add_names(package.depends, value);
        if (field == "Recommends") add_names(package.recommends, value);
    }
    for (const auto& [field, value] : {std::pair{"Package", &package.name},
                                       {"Version", &package.version},
                                       {"Architecture", &package.architecture}}) {
        if (value->empty()) throw base::Error{"the package does not say its {}", field};
    }
    return package;
}

DebianPackage read_debian_package(const fs::path& file, const base::Environment& env) {
    try {
        return parse_control_fields(run_dpkg_deb(
            {"--field", file, "Package", "Version", "Architecture", "Depends", "Pre-Depends", "Recommends"},
            env));
    } catch (base::Error& error) {
        error.add_context("while reading {}", file);
        throw;
    }
}

std::vector<std::string> missing_parts(const std::vector<DebianPackage>& packages,
                                       const std::string& interpreter) {
    std::vector<std::string> missing;
    for (const DebianPackage& package : packages) {
        for (const auto* names : {&package.depends, &package.recommends}) {
            for (const std::string& name : *names) {
                // python3.15 itself holds nothing that a runtime needs.
                const bool is_part = name.find(interpreter + "-") != std::string::npos;
                if (is_part && !holds(packages, name) && std::ranges::find(missing, name) == missing.end()) {
                    missing.push_back(name);
                }
            }
        }
    }
    return missing;
}

std::optional<std::string> explain_missing_libraries(const fs::path& tree,
                                                     const std::vector<DebianPackage>& packages) {
    const std::vector<std::string> missing = missing_libraries(tree, "/");
    if (missing.empty()) return std::nullopt;
    std::vector<std::string> needed;
    for (const DebianPackage& package : packages) {
        for (const std::string& name : package.depends) {
            if (!holds(packages, name) && std::ranges::find(needed, name) == needed.end())
                needed.push_back(name);
        }
    }
    std::string text = "This machine lacks libraries that the packages need:";
    for (const std::string& line : missing) text += "\n  " + line;
    text += "\nImport packages on the distribution that they belong to";
    if (!needed.empty()) {
        text += ", with what they depend on: apt-get install " + base::join(needed, " ");
    }
    return text;
}

std::string unpack_debian_packages(const std::vector<fs::path>& packages, const fs::path& tree,
                                   const base::Environment& env) {
    base::make_directories(tree.parent_path());
    const base::TempDir scratch{tree.parent_path(), "packages-"};
    for (const fs::path& package : packages) run_dpkg_deb({"--extract", package, scratch.path()}, env);

    const fs::path usr = scratch.path() / "usr";
    const std::string interpreter = find_interpreter(usr);
    for (const fs::path& part :
         {fs::path{"bin"} / interpreter, fs::path{"lib"} / interpreter, fs::path{"include"} / interpreter}) {
        if (!fs::exists(usr / part)) continue;
        base::make_directories((tree / part).parent_path());
        base::rename_path(usr / part, tree / part);
    }
    take_headers_of_architecture(usr / "include", tree / "include" / interpreter);
    remove_links_that_lead_out(tree);
    return interpreter;
}

}  // namespace adder::runtime_archive
