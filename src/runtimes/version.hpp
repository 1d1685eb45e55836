#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace adder::runtimes {

/// A release of CPython: "3.13.5", "3.15.0rc1". Older ones are less; a pre-release is less than its final
/// release.
struct PythonVersion {
    enum class Phase { alpha, beta, candidate, final_release };

    unsigned major_number = 0;
    unsigned minor_number = 0;
    unsigned patch_number = 0;
    Phase phase = Phase::final_release;
    unsigned phase_number = 0;  ///< the 1 of "rc1"; 0 for a final release

    /// Three numbers, and for a pre-release `a`, `b` or `rc` with its number, as `platform.python_version()`
    /// has it. Nothing for any other form.
    static std::optional<PythonVersion> parse(std::string_view text);

    std::string text() const;    ///< "3.15.0rc1"
    std::string series() const;  ///< "3.15", as in the names of its files
    bool is_pre_release() const { return phase != Phase::final_release; }

    auto operator<=>(const PythonVersion&) const = default;
};

}  // namespace adder::runtimes
