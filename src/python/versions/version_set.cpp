#include "python/versions/version_set.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <limits>

namespace adder::python {

namespace {

std::optional<unsigned> small(Pep440Version::Number number) {
    if (number > std::numeric_limits<unsigned>::max()) return std::nullopt;
    return static_cast<unsigned>(number);
}

/// Nothing for what no Python is called.
std::optional<PythonVersion> to_python(const Pep440Version& version) {
    if (version.epoch != 0 || version.post || version.dev || !version.local.empty()) return std::nullopt;
    if (version.release.size() > 3) return std::nullopt;
    PythonVersion result;
    unsigned* parts[] = {&result.major_number, &result.minor_number, &result.patch_number};
    for (std::size_t i = 0; i < version.release.size(); ++i) {
        const auto number = small(version.release[i]);
        if (!number) return std::nullopt;
        *parts[i] = *number;
    }
    if (version.pre) {
        const auto number = small(version.pre->second);
        if (!number) return std::nullopt;
        result.phase = static_cast<PythonVersion::Phase>(version.pre->first);
        result.phase_number = *number;
    }
    return result;
}

}  // namespace

Pep440Version to_pep440(const PythonVersion& version) {
    static_assert(static_cast<int>(PythonVersion::Phase::candidate) ==
                  static_cast<int>(Pep440Version::Phase::candidate));
    Pep440Version result{.release = {version.major_number, version.minor_number, version.patch_number}};
    if (version.is_pre_release()) {
        result.pre.emplace(static_cast<Pep440Version::Phase>(version.phase), version.phase_number);
    }
    return result;
}

std::optional<VersionSet> VersionSet::pep440(std::string_view text) {
    auto set = SpecifierSet::parse(text);
    if (!set) return std::nullopt;
    return VersionSet{base::trim(text), std::move(*set)};
}

std::optional<VersionSet> VersionSet::poetry(std::string_view text) {
    auto constraint = PoetryConstraint::parse(text);
    if (!constraint) return std::nullopt;
    return VersionSet{base::trim(text), std::move(*constraint)};
}

VersionSet VersionSet::major(unsigned number) {
    return {std::to_string(number), *SpecifierSet::parse(base::format("=={}.*", number))};
}

bool VersionSet::contains(const PythonVersion& version) const {
    return std::visit([&](const auto& set) { return set.contains(to_pep440(version)); }, set_);
}

bool VersionSet::asks_for_pre_releases() const {
    return std::visit([](const auto& set) { return set.asks_for_pre_releases(); }, set_);
}

const Specifier* VersionSet::only_equality() const {
    const auto* set = std::get_if<SpecifierSet>(&set_);
    if (!set || set->specifiers().size() != 1) return nullptr;
    const Specifier& only = set->specifiers().front();
    return only.operation == Specifier::Operator::equal ? &only : nullptr;
}

std::optional<PythonVersion> VersionSet::only_release() const {
    const Specifier* only = only_equality();
    return only && !only->is_prefix ? to_python(*only->version) : std::nullopt;
}

std::optional<PythonVersion> VersionSet::only_series() const {
    const Specifier* only = only_equality();
    const bool is_series = only && only->is_prefix && only->version->release.size() == 2;
    return is_series ? to_python(*only->version) : std::nullopt;
}

}  // namespace adder::python
