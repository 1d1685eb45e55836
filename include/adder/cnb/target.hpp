#pragma once

#include <adder/base/environment.hpp>

#include <optional>
#include <string>

namespace adder::cnb {

/// What the image is built for (spec: `CNB_TARGET_*`, Buildpack API 0.10). The lifecycle leaves out what it
/// does not know, so everything but operating system and architecture may be absent.
struct Target {
    std::string os;
    std::string arch;
    std::optional<std::string> variant;
    std::optional<std::string> distro_name;
    std::optional<std::string> distro_version;

    /// Throws `base::Error` if operating system or architecture are missing.
    static Target from(const base::Environment& env);

    /// "linux/amd64 · debian 12".
    std::string describe() const;

    bool operator==(const Target&) const = default;
};

}  // namespace adder::cnb
