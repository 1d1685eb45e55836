#pragma once

#include <adder/base/digest.hpp>
#include <adder/cnb/target.hpp>
#include <adder/cnb/toml.hpp>
#include <adder/fetch/url.hpp>
#include <adder/python/libc.hpp>
#include <adder/python/version.hpp>
#include <adder/runtimes/index.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

using Date = std::chrono::year_month_day;

/// A minor version of Python and how long it is maintained.
struct Series {
    unsigned major_number = 0;
    unsigned minor_number = 0;
    Date end_of_life;
    PythonVersion latest;  ///< the newest patch known when this buildpack was released

    SeriesNumber number() const { return {major_number, minor_number}; }
};

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
    /// Not empty: the file, of the buildpack's own until `located`, that holds the list of a release of
    /// python-build-standalone. It was made of digests that uv's wheel vouches for, and costs no request.
    std::filesystem::path list = {};
    /// BP_PYTHON_RUNTIME_SOURCES names it, not the catalogue.
    bool is_from_variable = false;

    /// `heroku+https://…`, `index+file:///srv/runtimes`, `python-build-standalone+https://…`, perhaps with
    /// `,past-end-of-life=true` behind it. Throws `base::UserError` naming what is wrong, and `origin`, where
    /// the text stands.
    static Source parse(std::string_view text, std::string_view origin = "BP_PYTHON_RUNTIME_SOURCES");

    bool is_bundled() const { return !directory.empty(); }
    /// False if archives are fetched by their names alone: nothing says which there are.
    bool has_list() const { return scheme != Scheme::heroku; }
    /// With the places of what is bundled.
    Source located(const std::filesystem::path& buildpack_directory) const;

    /// For the log: scheme and URL without credentials.
    std::string display() const;
};

/// A wheel that holds a tool, at exactly one digest.
struct ToolWheel {
    std::string file;
    std::string os;
    std::string arch;
    base::Sha256Digest digest;

    /// Whether a system with that C library can run the tool, by the platform tag in the file's name (PEP
    /// 600, PEP 656): a manylinux wheel needs a glibc that is not older. What one for musllinux holds, alone
    /// or among others, is linked statically and runs everywhere.
    bool runs_with(const std::optional<Libc>& libc) const;
};

/// The version of uv this buildpack was tested with.
struct PinnedTool {
    std::string version;
    std::vector<ToolWheel> wheels;

    /// The first that runs on the target with that C library. Throws `base::UserError` if there is none.
    const ToolWheel& wheel_for(const cnb::Target& target, const std::optional<Libc>& libc) const;
};

/// Where an operator publishes a newer catalogue than the buildpack was released with.
struct CatalogueChannel {
    std::string location;  ///< a URL, or the path of a file
    std::string keys;      ///< of which one must have signed it; empty: those of indexes
};

/// The buildpack's own data (`[metadata]` of its descriptor).
struct Catalogue {
    std::string default_version;
    /// The day on which the series and their patches were brought up to date.
    std::optional<Date> date = {};
    std::vector<Series> series;  ///< oldest first
    std::vector<Source> sources;
    PinnedTool uv;
    /// Versions of the tools that are Python programs, by the name of the file (`tools/NAME.txt` of this
    /// buildpack) that pins them and what they need: "pip", "poetry-1", "poetry-2", "pipenv", "pdm".
    std::map<std::string, std::string> tools = {};
    /// Public keys that indexes of runtimes must be signed with, as `runtimes::parse_public_keys` reads them;
    /// empty: signatures are not looked at.
    std::string index_keys = {};
    std::optional<CatalogueChannel> channel = {};

    /// Throws `base::Error` naming the key that is wrong.
    static Catalogue from_toml(const cnb::TomlReader& metadata);

    const Series* find(unsigned major_number, unsigned minor_number) const;
    const Series* find(const SeriesNumber& number) const {
        return find(number.major_number, number.minor_number);
    }
    /// Whether it gets no fixes any more: its last day is over, or it is older than all that are known here.
    bool is_past_end_of_life(const SeriesNumber& number, const Date& today) const;
    /// Whether the series is newer than all that are known here.
    bool is_newer_than_known(const SeriesNumber& number) const;
    /// The series that get fixes, newest first.
    std::vector<SeriesNumber> maintained_series(const Date& today) const;
    /// The same, with the default first: what a message advises to whom any of them would do.
    std::vector<SeriesNumber> advisable_series(const Date& today) const;
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

/// "2029-10-31". `parse_date` returns nullopt for anything else that is not such a day.
std::string date_text(const Date& date);
std::optional<Date> parse_date(std::string_view text);

/// `debian-12-amd64`; nothing if the distribution is unknown.
std::optional<std::string> target_name(const cnb::Target& target);

}  // namespace adder::python
