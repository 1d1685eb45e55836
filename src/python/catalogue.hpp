#pragma once

#include "python/install/pinned_tools.hpp"
#include "python/runtime/source.hpp"
#include "python/versions/releases.hpp"

#include <adder/cnb/toml.hpp>

#include <optional>
#include <string>

namespace adder::python {

/// Where an operator publishes a newer catalogue than the buildpack was released with.
struct CatalogueChannel {
    std::string location;  ///< a URL, or the path of a file
    std::string keys;      ///< of which one must have signed it; empty: those of indexes
};

/// The buildpack's own data (`[metadata]` of its descriptor).
struct Catalogue {
    KnownReleases releases = {};
    KnownSources runtimes = {};
    PinnedTools tools = {};
    std::optional<CatalogueChannel> channel = {};

    /// Throws `base::Error` naming the key that is wrong.
    static Catalogue from_toml(const cnb::TomlReader& metadata);
};

}  // namespace adder::python
