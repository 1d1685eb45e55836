#include "python/versions/poetry_constraint.hpp"

#include <algorithm>
#include <string>

namespace adder::python {

namespace {

using Release = std::vector<Pep440Version::Number>;

constexpr std::string_view white_space = " \t\n\v\f\r";

std::string_view strip_front(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
    return text;
}

std::string_view strip(std::string_view text) {
    text = strip_front(text);
    return text.substr(0, text.find_last_not_of(white_space) + 1);
}

/// The texts between `|` or `||`.
std::vector<std::string_view> split_alternatives(std::string_view text) {
    std::vector<std::string_view> pieces;
    for (std::size_t bar = text.find('|'); bar != text.npos; bar = text.find('|')) {
        pieces.push_back(strip(text.substr(0, bar)));
        const bool is_double = bar + 1 < text.size() && text[bar + 1] == '|';
        text.remove_prefix(bar + (is_double ? 2 : 1));
    }
    pieces.push_back(strip(text));
    return pieces;
}

/// How long the separator of two clauses is that begins at `start`, or 0. It is a comma or a space among
/// spaces, neither behind an operator nor beside a dash, and not the end of the text.
std::size_t separator_at(std::string_view text, std::size_t start) {
    if (start == 0 || std::string_view{"^~=>< ,"}.find(text[start - 1]) != text.npos) return 0;
    const std::size_t spaces = std::min(text.find_first_not_of(' ', start), text.size());
    for (std::size_t at = spaces + 1; at-- > start;) {
        if (at >= text.size() || (text[at] != ',' && text[at] != ' ') || text[at - 1] == '-') continue;
        if (at + 1 < text.size() && text[at + 1] == '-') continue;
        const std::size_t last = std::min(text.find_first_not_of(' ', at + 1), text.size());
        for (std::size_t end = last + 1; end-- > at + 1;) {
            if (end < text.size() && text[end] != ',') return end - start;
        }
    }
    return 0;
}

std::vector<std::string_view> split_clauses(std::string_view text) {
    while (!text.empty() && text.back() == ',') text.remove_suffix(1);
    text = strip_front(text);
    text = text.substr(0, text.find_last_not_of(white_space) + 1);
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = separator_at(text, at);
        if (length == 0) {
            ++at;
            continue;
        }
        pieces.push_back(text.substr(begin, at - begin));
        begin = at += length;
    }
    pieces.push_back(text.substr(begin));
    return pieces;
}

/// "*", "x", "v*.*": every version.
bool is_any(std::string_view text) {
    const auto is_star = [](char c) { return c == '*' || c == 'x' || c == 'X'; };
    if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
    if (text.empty() || text.size() % 2 == 0) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % 2 == 0 ? !is_star(text[i]) : text[i] != '.') return false;
    }
    return true;
}

/// The release with one more at `place` and zeros behind it.
Release next(Release release, std::size_t place) {
    if (release.size() <= place) release.resize(place + 1);
    ++release[place];
    std::fill(release.begin() + static_cast<std::ptrdiff_t>(place) + 1, release.end(), 0u);
    return release;
}

/// What `^` lets nobody change: the first number that is not 0, or the last one written of the first three.
std::size_t breaking_place(const Release& release) {
    if (release[0] > 0 || release.size() == 1) return 0;
    return release[1] > 0 || release.size() == 2 ? 1 : 2;
}

Pep440Version first_development_release(const Pep440Version& version) {
    return {.epoch = version.epoch,
            .release = version.release,
            .pre = version.pre,
            .post = version.post,
            .dev = 0};
}

std::optional<Pep440Version> version_from(std::string_view text) {
    if (text.empty() || strip(text).size() != text.size()) return std::nullopt;
    return Pep440Version::parse(text);
}

}  // namespace

bool PoetryConstraint::Clause::contains(const Pep440Version& version) const {
    bool is_inside = true;
    if (lower) is_inside = lower->is_inclusive ? version >= lower->version : version > lower->version;
    if (upper) is_inside &= upper->is_inclusive ? version <= upper->version : version < upper->version;
    return is_inside != is_inverted;
}

PoetryConstraint::Clause PoetryConstraint::at_least_and_below(const Pep440Version& first, Release end) {
    const Pep440Version below{.epoch = first.epoch, .release = std::move(end), .dev = 0};
    return {.lower = Bound{first, true}, .upper = Bound{below, false}};
}

PoetryConstraint::Clause PoetryConstraint::prefix(const Pep440Version& version) {
    const Release& release = version.release;
    return at_least_and_below(first_development_release(version), next(release, release.size() - 1));
}

std::optional<PoetryConstraint::Clause> PoetryConstraint::parse_clause(std::string_view text) {
    if (is_any(text)) return Clause{};
    std::string_view sign;
    for (const std::string_view one : {"~=", "!=", ">=", "<=", "==", "~", "^", ">", "<", "="}) {
        if (sign.empty() && text.starts_with(one)) sign = one;
    }
    std::string_view rest = strip_front(text.substr(sign.size()));
    const bool may_be_prefix = sign != "~" && sign != "^" && sign != "~=";
    std::size_t stars = 0;
    for (; may_be_prefix && rest.ends_with(".*"); rest.remove_suffix(2)) ++stars;
    const bool is_prefix = stars > 0;
    const auto version = version_from(may_be_prefix && rest == "dev" ? std::string_view{"0.0.dev0"} : rest);
    if (!version || (is_prefix && (version->is_pre_release() || version->post))) return std::nullopt;
    const Release& release = version->release;
    const bool may_have_stars = sign.empty() || sign == "==" || sign == "!=";
    if (stars > 1 && (!may_have_stars || release.size() > 3 || version->epoch > 0)) return std::nullopt;

    Clause clause;
    if (sign == "^") clause = at_least_and_below(*version, next(release, breaking_place(release)));
    if (sign == "~") clause = at_least_and_below(*version, next(release, release.size() == 1 ? 0 : 1));
    if (sign == "~=") {
        clause = at_least_and_below(*version, next(release, release.size() == 1 ? 0 : release.size() - 2));
    }
    if (sign == ">=" || sign == ">") clause.lower = Bound{*version, sign == ">="};
    if (sign == "<=") clause.upper = Bound{*version, true};
    if (sign == "<") {
        clause.upper = Bound{version->is_pre_release() ? *version : first_development_release(*version)};
    }
    if (sign.empty() || sign == "=" || sign == "==" || sign == "!=") {
        clause = is_prefix ? prefix(*version)
                           : Clause{.lower = Bound{*version, true}, .upper = Bound{*version, true}};
        clause.is_inverted = sign == "!=";
    }
    clause.asks_for_pre_releases = version->is_pre_release() && sign != "!=";
    return clause;
}

std::optional<PoetryConstraint> PoetryConstraint::parse(std::string_view text) {
    PoetryConstraint constraint;
    for (const std::string_view alternative : split_alternatives(strip(text))) {
        Conjunction conjunction;
        for (const std::string_view piece : split_clauses(alternative)) {
            auto clause = parse_clause(piece);
            if (!clause) return std::nullopt;
            conjunction.push_back(std::move(*clause));
        }
        constraint.alternatives_.push_back(std::move(conjunction));
    }
    return constraint;
}

bool PoetryConstraint::contains(const Pep440Version& version) const {
    return std::ranges::any_of(alternatives_, [&](const Conjunction& conjunction) {
        return std::ranges::all_of(conjunction,
                                   [&](const Clause& clause) { return clause.contains(version); });
    });
}

bool PoetryConstraint::asks_for_pre_releases() const {
    return std::ranges::any_of(alternatives_, [](const Conjunction& conjunction) {
        return std::ranges::any_of(conjunction, &Clause::asks_for_pre_releases);
    });
}

}  // namespace adder::python
