#pragma once

#include "runtime_archive/source/obtain.hpp"
#include "runtime_archive/source/release.hpp"

#include <adder/base/environment.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace adder::runtime_archive {

/// What should vouch for a release's source.
struct Vouching {
    std::optional<base::Sha256Digest> sha256 = {};
    std::string bundle = {};                    ///< file or URL; "auto": beside the source; empty: see below
    std::optional<ReleaseManager> signer = {};  ///< nothing: the series' release manager
    bool offline = false;                       ///< see `SigstoreClaim`
};

/// Where the Sigstore bundle of a source is, if one is to be verified. A source from the network for which
/// nothing else vouches needs the one beside it.
std::optional<std::string> bundle_for(const Obtained& source, const std::string& given_as,
                                      const Vouching& vouching);

/// What is to be verified.
struct SourceToVouchFor {
    const Obtained& source;
    const std::string& given_as;  ///< the file or URL that it came from
    const runtimes::PythonVersion& version;
};

/// What verifying needs of the outside world.
struct VouchingSurroundings {
    const std::filesystem::path& directory;  ///< takes a fetched bundle
    const fetch::FetcherOptions& network;
    const base::Environment& env;
    base::Log& log;
};

/// Verifies the source by everything that vouches for it; a local one for which nothing does is used with a
/// warning. Throws `Error` for a source that is not what it should be, or that cannot be verified though it
/// must be.
void vouch_for(const SourceToVouchFor& what, const Vouching& vouching,
               const VouchingSurroundings& surroundings);

}  // namespace adder::runtime_archive
