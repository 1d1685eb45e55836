#pragma once

#include "python/versions/pep440.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// One clause of a set: an operator and a version.
struct Specifier {
    enum class Operator {
        compatible,      ///< ~=
        equal,           ///< ==
        not_equal,       ///< !=
        at_most,         ///< <=
        at_least,        ///< >=
        less,            ///< <
        greater,         ///< >
        same_characters  ///< ===
    };

    Operator operation = Operator::equal;
    std::string characters = {};                ///< of `===`, which need not be a version
    std::optional<Pep440Version> version = {};  ///< of all others, and of `===` if it is one
    bool is_prefix = false;                     ///< "==3.12.*"

    static std::optional<Specifier> parse(std::string_view text);

    /// By the version alone, whether or not it is a pre-release.
    bool contains(const Pep440Version& candidate) const;
    /// Whether it names a pre-release, other than to exclude it.
    bool asks_for_pre_releases() const;
};

/// A list of specifiers, separated by commas, all of which a version has to meet: ">=3.11,<3.14,!=3.12.1".
/// PEP 440 in full, with the results of the library `packaging`; see tests/python/version_cases_test.cpp.
class SpecifierSet {
  public:
    /// An empty text is the set of all versions. Nothing for what is no list of specifiers.
    static std::optional<SpecifierSet> parse(std::string_view text);

    const std::vector<Specifier>& specifiers() const { return specifiers_; }

    /// `packaging`'s `contains(candidate, prereleases=True)`.
    bool contains(const Pep440Version& candidate) const;

    /// Whether pre-releases belong to it as a matter of course, since it names one. Where they do not, PEP
    /// 440 leaves it to the caller what to do if there are no other versions; this buildpack does without.
    bool asks_for_pre_releases() const;

  private:
    std::vector<Specifier> specifiers_;
};

}  // namespace adder::python
