#include "python/installed/packages.hpp"

#include "python/dependencies/uv_project.hpp"
#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"
#include "python/versions/specifier_set.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python::failures {

std::string name_of_requirement(std::string_view requirement) {
    return std::string{requirement.substr(0, requirement.find_first_of("=<>!~[ ;@("))};
}

std::vector<std::string> versions_there_are(std::string_view text) {
    std::vector<std::string> versions;
    const auto listed = text_between(text, "(from versions: ", ")");
    if (!listed || *listed == "none") return versions;
    for (const std::string_view version : base::split(*listed, ',')) {
        versions.emplace_back(base::trim(version));
    }
    return versions;
}

std::optional<std::string> missing_requirement(std::string_view text) {
    return word_after_last(text, "No matching distribution found for ");
}

std::optional<std::string> locked_package(std::string_view text) {
    if (const auto package =
            text_between(text, "Unable to find installation candidates for ", ")"))  // Poetry
        return without_parentheses(*package);
    if (has_text(text, "CandidateNotFound: No candidate is found for"))  // PDM
        return word_after(text, "CandidateNotFound: No candidate is found for");
    return std::nullopt;
}

Explanation of_the_manager(const Evidence& evidence) {
    const std::string& output = evidence.text;
    if (evidence.project.manager->explain) return evidence.project.manager->explain(evidence.project, output);
    return evidence.failure.tool == "uv" ? explain_uv(evidence.project, output) : std::nullopt;
}

Explanation of_requirement_lines(const Evidence& evidence) {
    const std::string& text = evidence.text;
    const std::string& file = evidence.project.main_file();
    if (contains_any(text, {"Couldn't parse requirement in `", "ERROR: Invalid requirement: "}))
        return messages::no_requirement(word_after(text, "Couldn't parse requirement in `").value_or(file));
    if (contains_any(text, {"all requirements must have a hash", "must have their versions pinned with",
                            "Hashes are required in --require-hashes mode"}))
        return messages::hash_missing(file);
    return std::nullopt;
}

Explanation of_hashes(const Evidence& evidence) {
    const std::string& text = evidence.text;
    const auto mismatch = [&](std::string_view package, const std::optional<std::string>& expected,
                              const std::optional<std::string>& actual) {
        if (evidence.project.is_vendored())
            return messages::vendored_file_not_pinned(
                package, files_in_vendor(std::string{package}, evidence.project), evidence.project,
                expected.value_or(""), actual.value_or(""));
        return messages::package_not_as_pinned(package, evidence.project, expected.value_or(""),
                                               actual.value_or(""));
    };
    if (const auto package = word_after(text, "Hash mismatch for"))  // uv
        return mismatch(*package, word_after(text, "Expected: sha256:"),
                        word_after(text, "Computed: sha256:"));
    if (has_text(text, "DO NOT MATCH THE HASHES")) {  // pip, Pipenv
        const std::size_t at = text.find("DO NOT MATCH THE HASHES");
        const std::string_view rest = std::string_view{text}.substr(at);
        auto package = word_before(rest, " from http");
        if (!package) package = word_before(rest, " from file:");
        return mismatch(package.value_or("A package"), word_after(rest, "Expected sha256"),
                        word_after(rest, "Got"));
    }
    if (const auto package = text_between(text, "Downloaded distributions for ",
                                          " did not match any known checksums"))  // Poetry 2
        return mismatch(without_parentheses(*package), std::nullopt, std::nullopt);
    if (const auto package = text_between(text, "Hash for ", " from archive"))  // Poetry 1
        return mismatch(without_parentheses(*package), std::nullopt, word_after(text, "(was: sha256:"));
    if (has_text(text, "Retrieved digests for links ")) {  // Poetry 1
        const auto file = word_after(text, "Retrieved digests for links ");
        return mismatch(file->substr(0, file->find('(')), word_after(text, "metadata {'sha256:"),
                        word_after(text, "(sha256:"));
    }
    if (has_text(text, "HashMismatchError")) {  // PDM
        return mismatch(word_after(text, "ERRORS: add").value_or("A package"),
                        word_after(text, "Expected(sha256):"), word_after(text, "Actual(sha256):"));
    }
    return std::nullopt;
}

Explanation of_versions(const Evidence& evidence) {
    const std::string& text = evidence.text;
    const std::string& file = evidence.project.main_file();
    if (const auto package = word_before(text, " was not found in the provided package locations"))  // uv
        return messages::package_not_vendored(*package, evidence.project);
    if (const auto package = word_before(text, " was not found in the package registry"))  // uv
        return messages::package_not_found(*package, file, evidence.failure.index);
    if (const auto package = word_after(text, "there is no version of"))
        return messages::no_such_version(*package, {}, file);
    if (const auto package = text_between(text, "there are no versions of ", " and "))
        return messages::no_such_version(*package, {}, file);
    if (const auto requirement = missing_requirement(text)) {  // pip, Pipenv
        const std::vector<std::string> versions = versions_there_are(text);
        if (!versions.empty()) return messages::no_such_version(*requirement, versions, file);
        return messages::package_not_found(name_of_requirement(*requirement), file, evidence.failure.index);
    }
    if (const auto package = locked_package(text)) return messages::no_file_fits(*package, file);
    if (contains_any(text,
                     {"your requirements are unsatisfiable", "requirements are unsatisfiable",
                      "have conflicting dependencies", "ResolutionImpossible", "version solving failed"}))
        return messages::requirements_conflict(file);
    return std::nullopt;
}

}  // namespace adder::python::failures
