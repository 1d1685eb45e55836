#pragma once

#include "python/versions/pep440.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace adder::python {

/// A set of versions as Poetry writes it: "^3.11", "~3.12", "3.13.*", ">=3.9,<3.13", "^3.9 || ^3.12"
/// (https://python-poetry.org/docs/dependency-specification/). It is PEP 440's specifiers and more, with
/// other results in places; those of the library `poetry-core` (2.5), but for `<>` and wildcards behind
/// pre-releases, which are refused. For versions without post- and local parts, such as Python's are; see
/// tests/python/version_cases_test.cpp.
class PoetryConstraint {
  public:
    /// Nothing for what is no constraint.
    static std::optional<PoetryConstraint> parse(std::string_view text);

    /// By the version alone, whether or not it is a pre-release.
    bool contains(const Pep440Version& version) const;
    /// Whether it names a pre-release, other than to exclude it.
    bool asks_for_pre_releases() const;

  private:
    struct Bound {
        Pep440Version version;
        bool is_inclusive = false;
    };
    /// The versions between two bounds, or all others.
    struct Clause {
        std::optional<Bound> lower = {};
        std::optional<Bound> upper = {};
        bool is_inverted = false;
        bool asks_for_pre_releases = false;

        bool contains(const Pep440Version& version) const;
    };
    using Conjunction = std::vector<Clause>;

    static std::optional<Clause> parse_clause(std::string_view text);
    static Clause at_least_and_below(const Pep440Version& first, std::vector<Pep440Version::Number> end);
    static Clause prefix(const Pep440Version& version);

    std::vector<Conjunction> alternatives_;
};

}  // namespace adder::python
