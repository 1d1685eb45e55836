#include "failures.hpp"
#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/managers/pdm.hpp>
#include <adder/python/managers/pip.hpp>
#include <adder/python/managers/pipenv.hpp>
#include <adder/python/managers/poetry.hpp>
#include <adder/python/managers/uv_project.hpp>
#include <adder/python/packages.hpp>
#include <adder/python/specifier_set.hpp>

#include <algorithm>

namespace adder::python::failures {

namespace {

/// "demo" of "demo==99.0", "demo[extra]>=1".
std::string name_of_requirement(std::string_view requirement) {
    return std::string{requirement.substr(0, requirement.find_first_of("=<>!~[ ;@("))};
}

/// "1.0, 1.1" of pip's "(from versions: 1.0, 1.1)"; nothing for "none".
std::vector<std::string> versions_there_are(std::string_view text) {
    std::vector<std::string> versions;
    const auto listed = between(text, "(from versions: ", ")");
    if (!listed || *listed == "none") return versions;
    for (const std::string_view version : base::split(*listed, ',')) {
        versions.emplace_back(base::trim(version));
    }
    return versions;
}

/// ">=3.14" of pip's "1.0 Requires-Python >=3.14; 2.0 Requires-Python >=3.14": of the version that is pinned,
/// else of the last one.
std::optional<std::string> demand_among(std::string_view ignored, std::string_view requirement) {
    std::optional<std::string> demand;
    const std::size_t pin = requirement.find("==");
    const std::string_view pinned =
        pin == std::string_view::npos ? std::string_view{} : requirement.substr(pin + 2);
    constexpr std::string_view words = " Requires-Python ";
    for (const std::string_view item : base::split(ignored, ';')) {
        const std::size_t at = item.find(words);
        if (at == std::string_view::npos) continue;
        demand = std::string{base::trim(item.substr(at + words.size()))};
        if (base::trim(item.substr(0, at)) == pinned) break;
    }
    return demand;
}

/// What the specifiers are, up to where words go on: ">=3.8,<3.12" of ">=3.8,<3.12 and demo depends …".
std::string specifiers_at(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789.,*<>=!~");
    std::string specifiers{text.substr(0, end)};
    while (specifiers.ends_with('.') || specifiers.ends_with(',')) specifiers.pop_back();
    return specifiers;
}

/// "<3.12,>=3.8" of "3.13.0, expected <3.12,>=3.8", "3.13.0; only versions >=3.6,<3.10".
std::optional<std::string> demand_in(std::string_view said) {
    const std::size_t start = said.find_first_of("<>=!~");
    if (start == std::string_view::npos) return std::nullopt;
    return specifiers_at(said.substr(start));
}

/// Of "demo==2.0 requires Python >=3.14", as uv and Poetry say it.
Explanation python_that_is_required(std::string_view text) {
    constexpr std::string_view words = " requires Python ";
    for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        const std::string demand = specifiers_at(text.substr(at + words.size()));
        const auto package = word_before(text.substr(0, at + words.size()), words);
        if (demand.find_first_of("<>=~") != std::string::npos && package)
            return messages::python_unfit(*package, demand, series_within(demand).value_or(""));
    }
    return std::nullopt;
}

/// What uv's resolver says of a Python that a package does not want.
Explanation python_as_uv_says(const Evidence& evidence) {
    constexpr std::string_view words = " does not satisfy Python";
    const std::size_t at = evidence.text.find(words);
    if (at == std::string::npos) return std::nullopt;
    const std::string demand = specifiers_at(std::string_view{evidence.text}.substr(at + words.size()));
    std::string package;
    for (const char* depends : {" depends on Python", " depend on Python"}) {
        if (const auto word = word_before(evidence.text, depends)) package = *word;
    }
    if (package == "project" || package.starts_with(evidence.project.package_name + "=="))
        return messages::python_not_allowed(evidence.project.main_file());
    return messages::python_unfit(package.empty() ? "A package" : package, demand,
                                  series_within(demand).value_or(""));
}

/// "cp311, cp312" of words and "`cp311`, `cp312`".
std::string tags_after(std::string_view text, std::string_view words) {
    const std::size_t at = text.find(words);
    if (at == std::string_view::npos) return {};
    std::vector<std::string> tags;
    for (std::string_view word : base::words(text.substr(at + words.size()))) {
        const bool is_last = !word.ends_with(',');
        if (!word.starts_with('`')) break;
        tags.emplace_back(word.substr(1, word.find('`', 1) - 1));
        if (is_last) break;
    }
    return base::join(tags, ", ");
}

/// "3.12" of "cp311, cp312".
std::string newest_series(std::string_view tags) {
    unsigned newest = 0;
    for (const std::string_view tag : base::split(tags, ',')) {
        std::string_view name = base::trim(tag);
        if (!name.starts_with("cp3")) continue;
        name = name.substr(3, name.find('-') - 3);
        const auto minor = base::parse_number(name);
        if (minor) newest = std::max(newest, *minor);
    }
    return newest == 0 ? "" : base::format("3.{}", newest);
}

/// Tags that stand in names of wheels of a package, of which a tool says that they do not fit.
std::vector<std::string> skipped_wheels(std::string_view text, std::string_view package) {
    std::vector<std::string> tags;
    for (std::string_view word : base::words(text)) {
        const std::size_t end = word.find(".whl");
        if (end == std::string_view::npos) continue;
        word = word.substr(0, end);
        word.remove_prefix(word.rfind('/') + 1);
        const std::vector<std::string_view> parts = base::split(word, '-');
        if (parts.size() < 5) continue;
        if (normalised_name(parts[0]) != normalised_name(package)) continue;
        const std::string tag =
            base::format("{}-{}-{}", parts[parts.size() - 3], parts[parts.size() - 2], parts.back());
        if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
    }
    return tags;
}

Explanation wheels_as_uv_says(const Evidence& evidence) {
    const std::string& text = evidence.text;
    std::string package;
    for (const char* words :
         {"we only found wheels for `", "Wheels are available for `", "Wheels are required for `"}) {
        if (const auto word = word_after(text, words)) package = *word;
    }
    if (package.empty()) {
        const auto word = between(text, "`), but `", "` (v");  // of a lock
        if (!word) return std::nullopt;
        package = *word;
    }
    for (const char* words : {"ABI tags: ", "ABI tag: ", "Python tags: ", "Python version tags: "}) {
        const std::string tags = tags_after(text, words);
        if (!tags.empty()) return messages::no_wheel_for_python(package, tags, newest_series(tags));
    }
    const std::string platforms = tags_after(text, "following platforms: ");
    return platforms.empty() ? std::nullopt
                             : Explanation{messages::no_wheel_for_platform(package, platforms)};
}

/// Of a lock, a tool knows only that no file of the index is the one it wants.
std::optional<std::string> locked_package(std::string_view text) {
    if (const auto package = between(text, "Unable to find installation candidates for ", ")"))  // Poetry
        return without_parentheses(*package);
    if (contains(text, "CandidateNotFound: No candidate is found for"))  // PDM
        return word_after(text, "CandidateNotFound: No candidate is found for");
    return std::nullopt;
}

}  // namespace

std::optional<std::string> missing_requirement(std::string_view text) {
    return word_after_last(text, "No matching distribution found for ");
}

std::optional<std::string> series_within(std::string_view specifiers) {
    const auto set = SpecifierSet::parse(specifiers);
    if (!set) return std::nullopt;
    constexpr unsigned oldest = 9, newest = 40;  // beyond what there will be while this is used
    const auto allows = [&](unsigned minor) {
        const auto version = Pep440Version::parse(base::format("3.{}.99", minor));
        return version && set->contains(*version);
    };
    std::optional<unsigned> found;
    if (allows(newest)) {
        for (unsigned minor = newest; minor >= oldest && allows(minor); --minor) found = minor;
    } else {
        for (unsigned minor = oldest; minor < newest; ++minor) {
            if (allows(minor)) found = minor;
        }
    }
    if (!found) return std::nullopt;
    return base::format("3.{}", *found);
}

Explanation of_the_manager(const Evidence& evidence) {
    const std::string& output = evidence.text;
    switch (evidence.project.manager) {
        case Manager::poetry:
            return explain_poetry(output);
        case Manager::pipenv:
            return explain_pipenv(output);
        case Manager::pdm:
            return explain_pdm(output);
        default:
            return evidence.failure.tool == "uv" ? explain_uv(evidence.project, output) : std::nullopt;
    }
}

Explanation of_hashes(const Evidence& evidence) {
    const std::string& text = evidence.text;
    const auto mismatch = [&](std::string_view package, std::optional<std::string> expected,
                              std::optional<std::string> actual) {
        return messages::package_not_as_pinned(package, evidence.project, expected.value_or(""),
                                               actual.value_or(""));
    };
    if (const auto package = word_after(text, "Hash mismatch for"))  // uv
        return mismatch(*package, word_after(text, "Expected: sha256:"),
                        word_after(text, "Computed: sha256:"));
    if (contains(text, "DO NOT MATCH THE HASHES")) {  // pip, Pipenv
        const std::size_t at = text.find("DO NOT MATCH THE HASHES");
        const std::string_view rest = std::string_view{text}.substr(at);
        const auto package = word_before(rest, " from http");
        return mismatch(package.value_or("A package"), word_after(rest, "Expected sha256"),
                        word_after(rest, "Got"));
    }
    if (const auto package =
            between(text, "Downloaded distributions for ", " did not match any known checksums"))  // Poetry 2
        return mismatch(without_parentheses(*package), std::nullopt, std::nullopt);
    if (const auto package = between(text, "Hash for ", " from archive"))  // Poetry 1
        return mismatch(without_parentheses(*package), std::nullopt, word_after(text, "(was: sha256:"));
    if (contains(text, "Retrieved digests for links ")) {  // Poetry 1
        const auto file = word_after(text, "Retrieved digests for links ");
        return mismatch(file->substr(0, file->find('(')), word_after(text, "metadata {'sha256:"),
                        word_after(text, "(sha256:"));
    }
    if (contains(text, "HashMismatchError")) {  // PDM
        return mismatch(word_after(text, "ERRORS: add").value_or("A package"),
                        word_after(text, "Expected(sha256):"), word_after(text, "Actual(sha256):"));
    }
    return std::nullopt;
}

Explanation of_python(const Evidence& evidence) {
    const std::string& text = evidence.text;
    if (auto explanation = python_as_uv_says(evidence)) return explanation;
    if (auto explanation = python_that_is_required(text)) return explanation;
    if (contains(text, "requires a different Python: ")) {  // pip
        const auto package = word_before(text, "requires a different Python: ");
        const std::string demand = between(text, "not in '", "'").value_or("");
        return messages::python_unfit(package.value_or("A package"), demand,
                                      series_within(demand).value_or(""));
    }
    for (const auto& [start, end] :
         {std::pair{"error: Unsupported Python version ", " hint:"},            // meson-python
          std::pair{"Cannot install on Python version ", " are supported"}}) {  // numba
        const auto said = between(text, start, end);
        const auto demand = said ? demand_in(*said) : std::nullopt;
        if (demand)
            return messages::python_unfit(built_package(text).value_or("A package"), *demand,
                                          series_within(*demand).value_or(""));
    }
    const auto requirement = missing_requirement(text);
    const std::size_t ignored = text.find("require a different python version: ");
    if (requirement && ignored != std::string::npos) {  // pip
        const std::string_view rest = std::string_view{text}.substr(ignored + 36);
        const std::string_view list = rest.substr(0, rest.find(" ERROR: "));
        if (const auto demand = demand_among(list, *requirement))
            return messages::python_unfit(*requirement, *demand, series_within(*demand).value_or(""));
    }
    return std::nullopt;
}

Explanation of_wheels(const Evidence& evidence) {
    const std::string& text = evidence.text;
    if (auto explanation = wheels_as_uv_says(evidence)) return explanation;
    const auto requirement = missing_requirement(text);
    const auto locked = requirement ? std::nullopt : locked_package(text);
    if (!requirement && !locked) return std::nullopt;
    const std::string package = name_of_requirement(requirement ? *requirement : *locked);
    const std::vector<std::string> tags = skipped_wheels(text, package);
    const bool says_so = contains_any(text, {"are compatible (run pip debug",      // pip's log
                                             "is not compatible with the target",  // PDM's log
                                             "environment does not support the identified abi tags"});
    if (!says_so || (tags.empty() && !contains(text, "identified abi tags"))) return std::nullopt;
    if (requirement && !contains(text, "(from versions: none)") && !versions_there_are(text).empty())
        return std::nullopt;
    const std::string shown = requirement ? *requirement : *locked;
    std::vector<std::string> here;  // or for another architecture
    std::ranges::copy_if(tags, std::back_inserter(here),
                         [](const std::string& tag) { return contains_any(tag, {"linux", "-any"}); });
    if (here.empty() && !tags.empty()) return messages::no_wheel_for_platform(shown, base::join(tags, ", "));
    return messages::no_wheel_fits(shown, tags, newest_series(base::join(here, ",")));
}

Explanation of_versions(const Evidence& evidence) {
    const std::string& text = evidence.text;
    const std::string& file = evidence.project.main_file();
    if (const auto package = word_before(text, " was not found in the package registry"))  // uv
        return messages::package_not_found(*package, file, evidence.failure.index);
    if (const auto package = word_after(text, "there is no version of"))
        return messages::no_such_version(*package, {}, file);
    if (const auto package = between(text, "there are no versions of ", " and "))
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
