#pragma once

#include "runtimes/version.hpp"

#include <optional>
#include <string>

namespace adder::runtime_archive {

/// Who signs releases of a series, as their Sigstore certificates say.
struct ReleaseManager {
    std::string identity;  ///< an email address
    std::string issuer;    ///< of the identity: the URL of an OpenID Connect provider

    bool operator==(const ReleaseManager&) const = default;
};

/// Where python.org has the source of a release. Pre-releases stand beside the release they precede.
std::string source_url(const runtimes::PythonVersion& version);

/// Of the Sigstore bundle beside a source.
std::string bundle_location(const std::string& source);

/// Nothing for a series that is not known (https://www.python.org/downloads/metadata/sigstore/).
std::optional<ReleaseManager> release_manager(const runtimes::PythonVersion& version);

}  // namespace adder::runtime_archive
