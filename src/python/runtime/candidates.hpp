#pragma once

#include "fetch/fetcher.hpp"
#include "python/app/advice.hpp"
#include "python/runtime/digest_pins.hpp"
#include "python/runtime/source.hpp"
#include "python/versions/releases.hpp"
#include "python/versions/version.hpp"
#include "runtimes/index.hpp"

#include <adder/cnb/target.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// What a source said it has.
struct Offer {
    Source source;
    /// Of what it lists; a source that lists nothing is judged by its targets.
    std::vector<runtimes::IndexEntry> archives;
    std::optional<std::string> unreachable;  ///< why its list could not be read
    /// Releases that a source without a list had when the app was built with them.
    std::vector<PythonVersion> built_with = {};
    /// What its list says of itself, if that is signed or believed: see `objections_to`.
    std::optional<std::uint64_t> serial = {};
    /// What is to be said of its list.
    std::vector<Advice> advice = {};
    /// What a source without a list said of the releases that it was asked for.
    std::map<PythonVersion, fetch::Presence> looked_up = {};

    bool is_known_absent(const PythonVersion& version) const;
    bool is_known_present(const PythonVersion& version) const;
    /// True if there is no reason to doubt that it has what the catalogue knows; also if it was never asked.
    bool has_all_it_was_asked_for() const;
};

/// What there is for one target on one day. Refers to what it was made of.
struct Market {
    const KnownReleases& releases;
    const cnb::Target& target;
    const std::vector<Offer>& offers;
    Date today;

    /// A series that has ended is only served by whoever says that he keeps it up to date.
    bool has_ended(const SeriesNumber& series) const { return releases.is_past_end_of_life(series, today); }
};

/// How many releases of a series are looked for in a source without a list, beyond the one that is expected
/// there: that many newer ones, or that many older ones.
inline constexpr unsigned most_releases_to_look_for = 5;

/// True if the archive holds the Python that is asked for, whatever it runs on.
bool is_of(const runtimes::IndexEntry& entry, const VersionRequest& request);
/// True if the archive runs on the target.
bool is_for(const runtimes::Target& runtime, const cnb::Target& target);
/// True if a source without a list may have archives for the target.
bool may_have(const Source& source, const cnb::Target& target);

/// The archive of that name. The target has a distribution.
fetch::Url url_by_name(const Source& source, const PythonVersion& version, const cnb::Target& target);

/// The releases for the target that were fetched from the source by their names, by the digests pinned then.
std::vector<PythonVersion> releases_built_with(const DigestPins& pins, const Source& source,
                                               const cnb::Target& target);

/// The release that a source without a list is expected to have of the series: the newest that the catalogue
/// knows, that the app was built with or that was found there. The first release of a series that is newer
/// than the catalogue, and any release that is asked for by its number. nullopt if none is asked for, or as
/// many as are looked for were absent.
std::optional<PythonVersion> expected_release(const Offer& offer, const VersionRequest& request,
                                              const SeriesNumber& series, const KnownReleases& releases);

/// The archives that would serve, best first; empty if there is none.
///
/// The first ones are of one version: of a set, that of the series which the app was built with before, else
/// of the default one, else of the newest that is maintained, among those that are in the set and that any
/// source has; final releases of any series go before pre-releases. The first source that has the series
/// decides the patch, the others serve as mirrors. Of a wish, any maintained series follows where no source
/// has its own.
///
/// If nothing says that these first ones are there, other sources' archives of the series come after them,
/// listed ones first: they are for the case that they are not.
std::vector<Runtime> candidates_for(const VersionRequest& request, const Market& market);

/// How many of the candidates are of the first one's version.
std::size_t of_best_version(const std::vector<Runtime>& candidates);

}  // namespace adder::python
