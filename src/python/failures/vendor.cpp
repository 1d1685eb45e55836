#include "python/dependencies/vendor.hpp"

#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"
#include "python/installed/packages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::failures {

namespace {

/// "demo==1.0" of "demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz".
std::string requirement_of_file(std::string_view file) {
    file.remove_prefix(file.rfind('/') + 1);
    for (const std::string_view ending : {".tar.gz", ".zip", ".whl"}) {
        if (!file.ends_with(ending)) continue;
        file.remove_suffix(ending.size());
        const bool is_wheel = ending == ".whl";
        const std::size_t name_end = is_wheel ? file.find('-') : file.rfind('-');
        if (name_end == std::string_view::npos) return std::string{file};
        const std::string_view rest = file.substr(name_end + 1);
        return base::format("{}=={}", normalised_name(file.substr(0, name_end)),
                            rest.substr(0, rest.find('-')));
    }
    return std::string{file};
}

/// uv shows the marker of what it was told to install: "demo{python_full_version < '4'}==1.0".
std::string without_markers(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t end = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
        if (end == std::string_view::npos) {
            plain += text[at];
        } else {
            at = end;
        }
    }
    return plain;
}

/// The demand that the tool found no file for, with a version if it has one.
std::optional<std::string> unmet_demand(std::string_view text) {
    for (const char* place :
         {" was not found in the provided package locations", " was not found in the cache"}) {
        const auto name = word_before(text, place);
        if (!name) continue;
        const auto demand = word_after(text, "you require ");  // "you require demo==1.0, we can …"
        return demand && name_of_requirement(*demand) == *name ? demand : name;
    }
    for (const char* words : {"there is no version of ", "is available and you require "}) {
        if (const auto demand = word_after(text, words)) return demand;
    }
    for (const char* words :
         {" has no wheels with a matching", " can't be installed because it doesn't have a"}) {
        if (const auto demand = word_before(text, words)) return demand;
    }
    if (const auto demand = word_after(text, "No wheel found matching the provided tags for package"))  // pip
        return demand;
    if (const auto demand = missing_requirement(text)) return demand;  // pip, Pipenv
    for (const auto& [start, end] : {std::pair{"failed to query metadata of file `", "`"},
                                     std::pair{"No such file or directory: '", "'"}}) {
        const auto file = text_between(text, start, end);
        if (file && has_text(*file, "/vendor/")) return requirement_of_file(*file);
    }
    return std::nullopt;
}

/// By its name; of a directory, its last part.
std::string what_is_built(std::string_view text) {
    const std::string package = built_package(text).value_or("the project");
    return package.starts_with("file:") ? package.substr(package.rfind('/') + 1) : package;
}

}  // namespace

std::vector<std::string> files_in_vendor(const std::string& demand, const Project& project) {
    const std::string name = name_of_requirement(demand);
    const std::string_view pin = std::string_view{demand}.substr(name.size());
    std::vector<std::string> files;
    for (const std::string& file : vendored_files(project)) {
        const std::string has = requirement_of_file(file);
        const bool is_it = normalised_name(name_of_requirement(has)) == normalised_name(name);
        if (is_it && (pin.empty() || (pin.starts_with("==") && has.ends_with(pin)))) files.push_back(file);
    }
    return files;
}

Explanation of_vendor(const Evidence& evidence) {
    if (!evidence.project.is_vendored()) return std::nullopt;
    const std::string text = without_markers(evidence.text);
    const auto demand = unmet_demand(text);
    if (!demand) return std::nullopt;
    if (contains_any(text, {"Failed to resolve requirements from `build-system.requires`",
                            "build dependencies did not run successfully"}))
        return messages::build_requirement_not_vendored(*demand, what_is_built(text));
    const std::vector<std::string> files = files_in_vendor(*demand, evidence.project);
    if (!files.empty()) return messages::vendored_file_unfit(*demand, files, evidence.project);
    return messages::package_not_vendored(*demand, evidence.project);
}

}  // namespace adder::python::failures
