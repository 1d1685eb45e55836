#include <adder/base/text.hpp>
#include <adder/python/managers/tool_version.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

namespace {

using Release = std::vector<unsigned>;

/// "2.1" as {2, 1}; nothing for what has other parts than numbers.
std::optional<Release> release_of(std::string_view text) {
    Release numbers;
    for (const std::string_view part : base::split(text, '.')) {
        const auto number = base::parse_number(part);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

/// Compares as if the shorter went on with zeros.
int compare(Release one, Release other) {
    const std::size_t size = std::max(one.size(), other.size());
    one.resize(size);
    other.resize(size);
    return one < other ? -1 : other < one ? 1 : 0;
}

bool starts_with(Release release, const Release& start) {
    release.resize(std::max(release.size(), start.size()));
    return std::equal(start.begin(), start.end(), release.begin());
}

/// The first release that is no longer like this one, where the part at `fixed` may not change.
Release next_after(Release release, std::size_t fixed) {
    release.resize(fixed + 1);
    ++release.back();
    return release;
}

/// Poetry's caret: the first part that is not 0 may not change.
std::size_t leading_part(const Release& release) {
    for (std::size_t at = 0; at < release.size(); ++at) {
        if (release[at] != 0) return at;
    }
    return release.empty() ? 0 : release.size() - 1;
}

bool holds(std::string_view clause, const Release& release) {
    constexpr std::array<std::string_view, 10> operators{
        "===", "==", "~=", "!=", ">=", "<=", ">", "<", "^", "~"};
    const auto* const found =
        std::ranges::find_if(operators, [&](std::string_view op) { return clause.starts_with(op); });
    const std::string_view op = found == operators.end() ? "==" : *found;
    if (found != operators.end()) clause.remove_prefix(op.size());
    clause = base::trim(clause);
    if (clause == "*") return true;
    const bool any_end = clause.ends_with(".*");
    if (any_end) clause.remove_suffix(2);
    const std::optional<Release> wanted = release_of(clause);
    if (!wanted) return false;
    const int order = compare(release, *wanted);
    if (op == "==" || op == "===") return any_end ? starts_with(release, *wanted) : order == 0;
    if (op == "!=") return any_end ? !starts_with(release, *wanted) : order != 0;
    if (op == ">=") return order >= 0;
    if (op == "<=") return order <= 0;
    if (op == ">") return order > 0;
    if (op == "<") return order < 0;
    if (op == "^") return order >= 0 && compare(release, next_after(*wanted, leading_part(*wanted))) < 0;
    if (op == "~") {
        return order >= 0 && compare(release, next_after(*wanted, wanted->size() > 1 ? 1 : 0)) < 0;
    }
    return wanted->size() > 1 && order >= 0 && starts_with(release, {wanted->begin(), wanted->end() - 1});
}

}  // namespace

bool tool_version_allows(std::string_view demand, std::string_view release) {
    const std::optional<Release> numbers = release_of(release);
    if (!numbers) return false;
    for (const std::string_view clause : base::split(demand, ',')) {
        const std::string_view trimmed = base::trim(clause);
        if (!trimmed.empty() && !holds(trimmed, *numbers)) return false;
    }
    return true;
}

bool is_older_release(std::string_view one, std::string_view other) {
    return compare(release_of(one).value_or(Release{}), release_of(other).value_or(Release{})) < 0;
}

}  // namespace adder::python
