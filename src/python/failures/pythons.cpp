#include "python/app/messages.hpp"
#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"
#include "python/versions/specifier_set.hpp"

#include <adder/base/text.hpp>

#include <utility>

namespace adder::python::failures {

namespace {

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
Explanation python_that_is_required(const Evidence& evidence) {
    const std::string_view text = evidence.text;
    constexpr std::string_view words = " requires Python ";
    for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        const std::string demand = specifiers_at(text.substr(at + words.size()));
        const auto package = word_before(text.substr(0, at + words.size()), words);
        if (demand.find_first_of("<>=~") != std::string::npos && package)
            return messages::python_unfit(*package, demand,
                                          series_within(demand, evidence.failure.advisable_series));
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
                                  series_within(demand, evidence.failure.advisable_series));
}

}  // namespace

std::string series_within(std::string_view specifiers, const std::vector<SeriesNumber>& among) {
    const auto set = SpecifierSet::parse(specifiers);
    if (!set) return "";
    for (const SeriesNumber& series : among) {
        constexpr unsigned a_late_patch = 99;  // what is new enough for its first release is for all
        const Pep440Version release{.release = {series.major_number, series.minor_number, a_late_patch}};
        if (set->contains(release)) return series.text();
    }
    return "";
}

Explanation of_python(const Evidence& evidence) {
    const std::string& text = evidence.text;
    if (auto explanation = python_as_uv_says(evidence)) return explanation;
    if (auto explanation = python_that_is_required(evidence)) return explanation;
    if (has_text(text, "requires a different Python: ")) {  // pip
        const auto package = word_before(text, "requires a different Python: ");
        const std::string demand = text_between(text, "not in '", "'").value_or("");
        return messages::python_unfit(package.value_or("A package"), demand,
                                      series_within(demand, evidence.failure.advisable_series));
    }
    for (const auto& [start, end] :
         {std::pair{"error: Unsupported Python version ", " hint:"},            // meson-python
          std::pair{"Cannot install on Python version ", " are supported"}}) {  // numba
        const auto said = text_between(text, start, end);
        const auto demand = said ? demand_in(*said) : std::nullopt;
        if (demand)
            return messages::python_unfit(built_package(text).value_or("A package"), *demand,
                                          series_within(*demand, evidence.failure.advisable_series));
    }
    const auto requirement = missing_requirement(text);
    const std::size_t ignored = text.find("require a different python version: ");
    if (requirement && ignored != std::string::npos) {  // pip
        const std::string_view rest = std::string_view{text}.substr(ignored + 36);
        const std::string_view list = rest.substr(0, rest.find(" ERROR: "));
        if (const auto demand = demand_among(list, *requirement))
            return messages::python_unfit(*requirement, *demand,
                                          series_within(*demand, evidence.failure.advisable_series));
    }
    return std::nullopt;
}

}  // namespace adder::python::failures
