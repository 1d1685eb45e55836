#include "python/dependencies/tool_version.hpp"

#include "python/versions/pep440.hpp"
#include "python/versions/poetry_constraint.hpp"
#include "python/versions/specifier_set.hpp"

#include <adder/base/text.hpp>

namespace adder::python {

bool tool_version_allows(std::string_view demand, std::string_view release) {
    const auto version = Pep440Version::parse(release);
    if (!version) return false;
    if (const auto specifiers = SpecifierSet::parse(demand)) return specifiers->contains(*version);
    const auto constraint = PoetryConstraint::parse(demand);
    return constraint && constraint->contains(*version);
}

bool is_older_release(std::string_view one, std::string_view other) {
    const auto left = Pep440Version::parse(one);
    const auto right = Pep440Version::parse(other);
    return left && right && *left < *right;
}

}  // namespace adder::python
