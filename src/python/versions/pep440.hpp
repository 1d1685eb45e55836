#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace adder::python {

/// A version as PEP 440 defines it, in any of the spellings it allows; understood as the library `packaging`
/// (26.3) understands it, but for numbers of more than 18 digits, which are refused.
struct Pep440Version {
    using Number = std::uint64_t;
    enum class Phase { alpha, beta, candidate };

    Number epoch = 0;
    std::vector<Number> release;  ///< at least one
    std::optional<std::pair<Phase, Number>> pre = {};
    std::optional<Number> post = {};
    std::optional<Number> dev = {};
    std::vector<std::variant<std::string, Number>> local = {};  ///< of "+ubuntu.1"

    /// White space around it is allowed. Nothing for what is no version.
    static std::optional<Pep440Version> parse(std::string_view text);

    /// Normalised: "1.0.post1" for "v1.0-1".
    std::string text() const;

    /// Alpha, beta, candidate or development release.
    bool is_pre_release() const { return pre || dev; }
    Pep440Version without_local() const;
    /// Zeros at the end of the release aside.
    bool has_same_release(const Pep440Version& other) const;

    /// The order of PEP 440: 1.0.dev1 < 1.0a1 < 1.0 = 1 < 1.0+local < 1.0.post1 < 1!0.
    std::strong_ordering operator<=>(const Pep440Version& other) const;
    bool operator==(const Pep440Version& other) const { return (*this <=> other) == 0; }
};

}  // namespace adder::python
