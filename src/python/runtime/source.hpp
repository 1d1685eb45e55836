#pragma once

#include "fetch/url.hpp"
#include "python/versions/version.hpp"
#include "runtimes/index.hpp"

#include <adder/base/digest.hpp>
#include <adder/cnb/target.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// Where runtime archives are, and how their names are made.
struct Source {
    enum class Scheme {
        heroku,  ///< `<url>/python-{version}-{distro}-{distro_version}-{arch}.tar.zst`, no digests
        index,   ///< `<url>/index.json` lists the archives with their digests
        /// `<url>/SHA256SUMS` lists a release of python-build-standalone, whose archives run on every
        /// distribution that has their C library.
        standalone,
    };

    Scheme scheme = Scheme::heroku;
    fetch::Url url;  ///< a directory: its path ends in '/'
    /// What a source without an index is known to have, as `{distro}-{distro_version}-{arch}`; empty:
    /// anything.
    std::vector<std::string> targets;
    /// Not empty: it is this directory of the buildpack's own, which need not be there, and has no URL until
    /// `located`.
    std::string directory = {};
    /// Asked only where no source before it has what is wanted: it is no mirror of theirs.
    bool is_fallback = false;
    /// Its operator keeps series up to date that Python's own maintainers have given up: they are served,
    /// with a warning. Only for an index that is signed.
    bool past_end_of_life = false;
    /// What its list says that it is of, where that is not its URL: for a copy of another place.
    std::string signed_as = {};
    /// The operator has said by name that no key need vouch for it, although there are keys.
    bool is_unsigned_allowed = false;
    /// Not empty: the file, of the buildpack's own until `located`, that holds the list of a release of
    /// python-build-standalone. It was made of digests that uv's wheel vouches for, and costs no request.
    std::filesystem::path list = {};
    /// BP_PYTHON_RUNTIME_SOURCES names it, not the catalogue.
    bool is_from_variable = false;

    bool is_bundled() const { return !directory.empty(); }
    /// False if archives are fetched by their names alone: nothing says which there are.
    bool has_list() const { return scheme != Scheme::heroku; }
    /// With the places of what is bundled.
    Source located(const std::filesystem::path& buildpack_directory) const;

    /// True if a key can vouch for what it has: only an index is signed.
    bool can_be_signed() const { return scheme == Scheme::index; }

    /// For the log: scheme and URL without credentials.
    std::string display() const;
};

/// "heroku", "index", "python-build-standalone". `scheme_named` returns nullopt for anything else.
std::string_view name_of(Source::Scheme scheme);
std::optional<Source::Scheme> scheme_named(std::string_view name);

/// The sources of the buildpack itself.
struct KnownSources {
    std::vector<Source> sources = {};
    /// Public keys that indexes of runtimes must be signed with, as `runtimes::parse_public_keys` reads them;
    /// empty: signatures are not looked at.
    std::string index_keys = {};
};

/// An archive that would serve: version + target → URL.
struct Runtime {
    PythonVersion version;
    unsigned build = 1;
    cnb::Target target;
    fetch::Url url;
    std::optional<base::Sha256Digest> digest;  ///< as its source promises it
    /// By python-build-standalone: everything is below one directory, and was made for another place.
    bool is_standalone = false;
    bool free_threaded = false;
    /// As its source lists it, where that has a list.
    std::optional<runtimes::IndexEntry> entry = {};
    /// Its source has no list, and has not said that it is there, either.
    bool is_presumed = false;

    std::string name() const { return version.text() + (free_threaded ? "t" : ""); }  ///< "3.14.0t"
};

/// `debian-12-amd64`; nothing if the distribution is unknown.
std::optional<std::string> target_name(const cnb::Target& target);

}  // namespace adder::python
