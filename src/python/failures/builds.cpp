#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"
#include "python/system/build_needs.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace adder::python::failures {

namespace {

/// The last one: builds look for many things that they can do without.
std::optional<std::string> missing_header(std::string_view text) {
    for (const char* end : {": No such file or directory", " file not found"}) {
        const std::size_t at = text.rfind("fatal error: ");
        if (at == std::string_view::npos) continue;
        const std::string_view rest = text.substr(at + 13);
        const std::size_t stop = rest.find(end);
        if (stop == std::string_view::npos || stop > 120) continue;
        return word_after(rest.substr(0, stop), "");
    }
    return std::nullopt;
}

std::optional<std::string> missing_program(std::string_view text) {
    std::vector<std::optional<std::string>> candidates{
        word_after_last(text, "No such file or directory: '"),
        word_before(text, ": not found"),
        word_before(text, ": command not found"),
        text_between(text, "error: command '", "' failed: No such file or directory"),
        text_between(text, "failed: command '", "' not found"),
        word_before(text, " executable not found")};
    for (auto& candidate : candidates) {
        if (!candidate) continue;
        std::string name = candidate->substr(candidate->rfind('/') + 1);
        if (name.starts_with("x86_64-linux-gnu-") || name.starts_with("aarch64-linux-gnu-"))
            name = name.substr(name.find("gnu-") + 4);
        const bool is_known = !package_of_program(name).empty();
        const bool was_run =
            name == *candidate && contains_any(text, {"_execute_child", "sh: 1: ", "sh: line "});
        if (is_known || (was_run && name.find('.') == std::string::npos)) return name;
    }
    return std::nullopt;
}

struct Missing {
    std::string thing;
    std::string debian;
};

std::optional<Missing> missing_in(std::string_view text) {
    for (const Gone& gone : gone_from_python()) {
        if (has_text(text, gone.words)) return std::nullopt;  // it is Python that is not as it should be
    }
    if (const auto header = missing_header(text)) {
        if (*header == "Python.h") return std::nullopt;
        return Missing{*header, std::string{package_of_header(*header)}};
    }
    for (const auto& [words, thing, debian] : build_sayings()) {
        if (has_text(text, words)) return Missing{std::string{thing}, std::string{debian}};
    }
    if (const auto program = missing_program(text))
        return Missing{*program, std::string{package_of_program(*program)}};
    if (const auto library = word_after_last(text, "ld: cannot find -l"))
        return Missing{"the library " + *library, ""};
    return std::nullopt;
}

/// The package whose build failed is a directory of the app's.
bool is_own_package(std::string_view text) {
    const auto place = text_between(text, "Failed to build `", "`");
    return (place && has_text(*place, "@ file://")) || has_text(text, "Failed to build 'file://") ||
           (!place && has_text(text, "error: The build backend returned an error"));
}

}  // namespace

std::optional<std::string> built_package(std::string_view text) {
    const auto with_version = [](const std::string& package) {
        const std::size_t pin = package.find("==");
        return pin == std::string::npos ? package : package.substr(0, pin) + " " + package.substr(pin + 2);
    };
    for (const char* words : {"Failed to build `", "Failed to download and build `", "Failed to build: `",
                              "Failed building wheel for ", "Failed to build '", "Failed to build ",
                              "error while generating package metadata."}) {
        if (const auto package = word_after(text, words)) return with_version(*package);
    }
    for (const char* words : {"following issues with ",                         // Poetry 2
                              "likely not a problem with poetry but with "}) {  // Poetry 1
        const auto package = text_between(text, words, ")");
        if (!package || !has_text(*package, " (")) continue;
        // Behind the version stands where it is, of one that is not from an index.
        return without_parentheses(package->substr(0, package->find(' ', package->find(" (") + 2)));
    }
    if (has_text(text, "BuildError: Build backend raised error"))
        return word_after(text, "ERRORS: add");  // PDM
    return std::nullopt;
}

Explanation of_building(const Evidence& evidence) {
    const std::string& text = evidence.text;
    // What builds need of the index is missing there as anything else.
    if (contains_any(text, {"Failed to resolve requirements from `build-system.requires`",
                            "to install build dependencies did not run successfully"}))
        return std::nullopt;
    const bool is_own = is_own_package(text);
    const auto package = built_package(text);
    if (!package && !is_own) return std::nullopt;
    if (const auto need = missing_in(text)) {
        if (is_own) return messages::own_build_needs(need->thing, need->debian);
        const std::string_view wanted = wanted_of(need->thing, *package);
        return messages::build_needs(*package, need->thing, wanted.empty() ? need->debian : wanted,
                                     variant_of(*package));
    }
    if (is_own) return messages::own_build_failed(evidence.project.main_file());
    for (const auto& [words, thing, last_series] : gone_from_python()) {
        if (!has_text(text, words)) continue;
        const auto last = SeriesNumber::parse(last_series);
        const auto& advisable = evidence.failure.advisable_series;
        const bool has_ended = last && std::ranges::find(advisable, *last) == advisable.end();
        return messages::build_needs_older_python(*package, thing, last_series, has_ended);
    }
    if (has_text(text, "No module named 'pkg_resources'"))
        return messages::build_needs_older_setuptools(*package);
    if (missing_header(text) == "Python.h") return messages::python_without_headers(*package);
    return messages::build_failed(*package);
}

}  // namespace adder::python::failures
