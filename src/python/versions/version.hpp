#pragma once

#include "python/versions/origin.hpp"
#include "python/versions/version_set.hpp"
#include "runtimes/version.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adder::python {

/// A minor version, all patches of which are the same Python to an app: "3.13".
struct SeriesNumber {
    unsigned major_number = 0;
    unsigned minor_number = 0;

    static SeriesNumber of(const PythonVersion& version) {
        return {version.major_number, version.minor_number};
    }
    /// Nothing for what is not just two numbers.
    static std::optional<SeriesNumber> parse(std::string_view text);

    std::string text() const;
    auto operator<=>(const SeriesNumber&) const = default;
};

/// What a project demands of the Python it runs on, whoever asks for which: `requires-python`.
struct VersionLimit {
    VersionSet set;
    Origin origin;
};

/// The Python asked for: the newest release of a series, one release, or any of a set.
struct VersionRequest {
    std::variant<SeriesNumber, PythonVersion, VersionSet> wanted;
    bool free_threaded = false;  ///< the build without a global interpreter lock (PEP 703)
    Origin origin = {};
    std::vector<VersionLimit> limits = {};
    std::optional<SeriesNumber> preferred = {};  ///< of a set's: the one the app was built with before
    /// Nobody asked: where the series is not available, another one serves.
    bool is_wish = false;

    /// As people, pyenv and uv write it: "3.13", "3.13.5", "3.15.0rc1", "3.14t", "3.14.0+freethreaded", "3",
    /// also behind `python-`, `cpython-` or `cpython@`, and with uv's platform behind it
    /// ("cpython-3.13.5-linux-x86_64-gnu"), which is not looked at. Or a set: PEP 440's specifiers, and what
    /// Poetry has beyond them ("^3.11", "3.13.*", "~3.9 || ~3.12"). Nothing for any other form.
    static std::optional<VersionRequest> parse(std::string_view text, Origin origin);
    static VersionRequest of(VersionSet set, Origin origin);

    std::string text() const;
    /// Nothing for a set.
    std::optional<SeriesNumber> series() const;
    bool is_one_release() const { return std::holds_alternative<PythonVersion>(wanted); }

    /// Whether the release is asked for, within the limits. Of a series, pre-releases are not; of a set only
    /// if the set names one.
    bool matches(const PythonVersion& version) const;
    /// Whether a release of the series may ever match: tried with patches up to 99, which no series of
    /// Python has come near to.
    bool may_match(const SeriesNumber& series) const;
    /// Whether any Python may match, from 2.0 on.
    bool may_match_any() const;
    /// Whether it would still keep to the limits if it asked for this series instead.
    bool limits_allow(const SeriesNumber& series) const;
};

}  // namespace adder::python
