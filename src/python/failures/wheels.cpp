#include "python/failures/failures.hpp"
#include "python/failures/messages.hpp"
#include "python/installed/packages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <iterator>

namespace adder::python::failures {

namespace {

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

/// "3.12" of "cp311, cp312", unless it has ended.
std::string newest_series(std::string_view tags, const std::vector<SeriesNumber>& advisable) {
    unsigned newest = 0;
    for (const std::string_view tag : base::split(tags, ',')) {
        std::string_view name = base::trim(tag);
        if (!name.starts_with("cp3")) continue;
        name = name.substr(3, name.find('-') - 3);
        const auto minor = base::parse_number(name);
        const bool may_be_advised =
            minor && std::ranges::find(advisable, SeriesNumber{3, *minor}) != advisable.end();
        if (may_be_advised) newest = std::max(newest, *minor);
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
        const auto word = text_between(text, "`), but `", "` (v");  // of a lock
        if (!word) return std::nullopt;
        package = *word;
    }
    for (const char* words : {"ABI tags: ", "ABI tag: ", "Python tags: ", "Python version tags: "}) {
        const std::string tags = tags_after(text, words);
        if (!tags.empty())
            return messages::no_wheel_for_python(package, tags,
                                                 newest_series(tags, evidence.failure.advisable_series));
    }
    const std::string platforms = tags_after(text, "following platforms: ");
    return platforms.empty() ? std::nullopt
                             : Explanation{messages::no_wheel_for_platform(package, platforms)};
}

}  // namespace

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
    if (!says_so || (tags.empty() && !has_text(text, "identified abi tags"))) return std::nullopt;
    if (requirement && !has_text(text, "(from versions: none)") && !versions_there_are(text).empty())
        return std::nullopt;
    const std::string shown = requirement ? *requirement : *locked;
    std::vector<std::string> here;  // or for another architecture
    std::ranges::copy_if(tags, std::back_inserter(here),
                         [](const std::string& tag) { return contains_any(tag, {"linux", "-any"}); });
    if (here.empty() && !tags.empty()) return messages::no_wheel_for_platform(shown, base::join(tags, ", "));
    return messages::no_wheel_fits(shown, tags,
                                   newest_series(base::join(here, ","), evidence.failure.advisable_series));
}

}  // namespace adder::python::failures
