#include <adder/base/text.hpp>
#include <adder/python/managers/tool_version.hpp>
#include <adder/python/pep440.hpp>
#include <adder/python/poetry_constraint.hpp>
#include <adder/python/specifier_set.hpp>

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
