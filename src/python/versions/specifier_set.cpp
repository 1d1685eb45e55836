#include "python/versions/specifier_set.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

using Operator = Specifier::Operator;

struct Spelling {
    std::string_view text;
    Operator operation;
};
/// Longer ones first.
constexpr Spelling spellings[] = {{"===", Operator::same_characters},
                                  {"~=", Operator::compatible},
                                  {"==", Operator::equal},
                                  {"!=", Operator::not_equal},
                                  {"<=", Operator::at_most},
                                  {">=", Operator::at_least},
                                  {"<", Operator::less},
                                  {">", Operator::greater}};

constexpr std::string_view white_space = " \t\n\v\f\r";

std::string_view strip(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
    return text.substr(0, text.find_last_not_of(white_space) + 1);
}

bool may_have_local(Operator operation) {
    return operation == Operator::equal || operation == Operator::not_equal;
}

/// The first `count` numbers are the same, where one that is not there is 0.
bool begins_with(const Pep440Version& version, const Pep440Version& prefix, std::size_t count) {
    if (version.epoch != prefix.epoch) return false;
    for (std::size_t i = 0; i < count; ++i) {
        if ((i < version.release.size() ? version.release[i] : 0) != prefix.release[i]) return false;
    }
    return true;
}

/// `>V` leaves out V's post-releases and local versions, unless V is a post-release itself.
bool is_greater(const Pep440Version& candidate, const Pep440Version& bound) {
    if (candidate <= bound) return false;
    if (bound.dev || bound.post) return candidate.without_local() != bound;
    return !(candidate.has_same_release(bound) && candidate.pre == bound.pre);
}

/// `<V` leaves out V's pre-releases, unless V is one itself.
bool is_less(const Pep440Version& candidate, const Pep440Version& bound) {
    if (bound.is_pre_release()) return candidate < bound;
    Pep440Version first = bound.without_local();
    first.dev = 0;
    return candidate < first;
}

}  // namespace

std::optional<Specifier> Specifier::parse(std::string_view text) {
    text = strip(text);
    const auto* spelling =
        std::ranges::find_if(spellings, [&](const Spelling& one) { return text.starts_with(one.text); });
    if (spelling == std::end(spellings)) return std::nullopt;
    Specifier specifier;
    specifier.operation = spelling->operation;
    std::string_view rest = strip(text.substr(spelling->text.size()));
    if (specifier.operation == Operator::same_characters) {
        if (rest.find_first_of(" \t\n\v\f\r;)") != rest.npos) return std::nullopt;
        specifier.characters = base::to_lower(rest);
        specifier.version = Pep440Version::parse(rest);
        return specifier;
    }
    if (rest.ends_with(".*") && may_have_local(specifier.operation)) {
        specifier.is_prefix = true;
        rest.remove_suffix(2);
        if (strip(rest).size() != rest.size()) return std::nullopt;
    }
    specifier.version = Pep440Version::parse(rest);
    if (!specifier.version) return std::nullopt;
    const Pep440Version& version = *specifier.version;
    if (!version.local.empty() && !may_have_local(specifier.operation)) return std::nullopt;
    if (specifier.is_prefix && (version.pre || version.post || version.dev || !version.local.empty()))
        return std::nullopt;
    if (specifier.operation == Operator::compatible && version.release.size() < 2) return std::nullopt;
    return specifier;
}

bool Specifier::contains(const Pep440Version& candidate) const {
    if (operation == Operator::same_characters) return candidate.text() == characters;
    const Pep440Version& bound = *version;
    const auto is_equal = [&] {
        if (is_prefix) return begins_with(candidate, bound, bound.release.size());
        return (bound.local.empty() ? candidate.without_local() : candidate) == bound;
    };
    switch (operation) {
        case Operator::equal:
            return is_equal();
        case Operator::not_equal:
            return !is_equal();
        case Operator::at_most:
            return candidate.without_local() <= bound;
        case Operator::at_least:
            return candidate >= bound;
        case Operator::less:
            return is_less(candidate, bound);
        case Operator::greater:
            return is_greater(candidate, bound);
        case Operator::compatible:
            return candidate >= bound && begins_with(candidate, bound, bound.release.size() - 1);
        case Operator::same_characters:
            break;
    }
    return false;
}

bool Specifier::asks_for_pre_releases() const {
    return operation != Operator::not_equal && version && version->is_pre_release();
}

std::optional<SpecifierSet> SpecifierSet::parse(std::string_view text) {
    SpecifierSet set;
    for (const std::string_view piece : base::split(text, ',')) {
        if (strip(piece).empty()) continue;
        auto specifier = Specifier::parse(piece);
        if (!specifier) return std::nullopt;
        set.specifiers_.push_back(std::move(*specifier));
    }
    return set;
}

bool SpecifierSet::contains(const Pep440Version& candidate) const {
    return std::ranges::all_of(specifiers_, [&](const Specifier& one) { return one.contains(candidate); });
}

bool SpecifierSet::asks_for_pre_releases() const {
    return std::ranges::any_of(specifiers_, &Specifier::asks_for_pre_releases);
}

}  // namespace adder::python
