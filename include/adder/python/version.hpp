#pragma once

#include <adder/runtimes/version.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace adder::python {

using runtimes::PythonVersion;

/// The release asked for: a whole series, of which the newest patch is wanted, or one release.
struct VersionRequest {
    unsigned major_number = 0;
    unsigned minor_number = 0;
    std::optional<unsigned> patch_number;
    std::string origin;  ///< who asked, as the log says it: ".python-version", "BP_PYTHON_VERSION"

    /// "3.13" or "3.13.5", also behind `python-` or `cpython-`; nothing for any other form.
    static std::optional<VersionRequest> parse(std::string_view text, std::string origin);

    std::string text() const;
    std::string series() const;
    bool matches(const PythonVersion& version) const;  ///< pre-releases do not
};

}  // namespace adder::python
