#pragma once

#include "python/versions/poetry_constraint.hpp"
#include "python/versions/specifier_set.hpp"
#include "runtimes/version.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace adder::python {

using runtimes::PythonVersion;

/// The releases of Python that something may run on, as its author wrote it.
class VersionSet {
  public:
    /// PEP 440's specifiers, as in `requires-python`. Nothing for what is none.
    static std::optional<VersionSet> pep440(std::string_view text);
    /// Poetry's constraints. Nothing for what is none.
    static std::optional<VersionSet> poetry(std::string_view text);
    /// Every release of a major version.
    static VersionSet major(unsigned number);

    const std::string& text() const { return text_; }

    /// By the version alone, whether or not it is a pre-release.
    bool contains(const PythonVersion& version) const;
    bool asks_for_pre_releases() const;

    /// The 3.13.5 of "==3.13.5": the only release in it.
    std::optional<PythonVersion> only_release() const;
    /// The 3.13 of "==3.13.*", as a version whose patch does not count.
    std::optional<PythonVersion> only_series() const;

  private:
    using Set = std::variant<SpecifierSet, PoetryConstraint>;
    VersionSet(std::string_view text, Set set) : text_{text}, set_{std::move(set)} {}
    const Specifier* only_equality() const;

    std::string text_;
    Set set_;
};

/// A release of Python in the terms of PEP 440.
Pep440Version to_pep440(const PythonVersion& version);

}  // namespace adder::python
