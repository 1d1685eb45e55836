#pragma once

#include <adder/python/advice.hpp>
#include <adder/python/catalogue.hpp>
#include <adder/python/settings.hpp>
#include <adder/python/version.hpp>
#include <adder/runtimes/index.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// The sources to ask, in order: the person's, if they named any, else the catalogue's.
std::vector<Source> sources_to_ask(const Settings& settings, const Catalogue& catalogue,
                                   const std::filesystem::path& buildpack_directory);

/// What a source said it has.
struct Offer {
    Source source;
    /// Of what it lists; a source that lists nothing is judged by its targets.
    std::vector<runtimes::IndexEntry> archives;
    std::optional<std::string> unreachable;  ///< why its list could not be read
};

/// Throws `base::UserError` if all that is asked for gets no fixes any more, and if no Python can be what is
/// asked for. Needs no source: to be asked before any, so that this is what a person hears.
void refuse_end_of_life(const VersionRequest& request, const Catalogue& catalogue, const Date& today);

/// Whether the source has, or may be expected to have, an archive that would serve.
bool has(const Offer& offer, const VersionRequest& request, const cnb::Target& target,
         const Catalogue& catalogue, const Date& today);

/// The archives that would serve, best source first; never empty. All are of one version: of a set, the
/// newest patch of the series the app was built with before, else of the default one, else of the newest that
/// is maintained, among those that are in the set and that any source has.
///
/// Throws the first `base::UserError` that applies: no source answered → no such version → not for this
/// target.
std::vector<Runtime> resolve(const VersionRequest& request, const cnb::Target& target,
                             const Catalogue& catalogue, const std::vector<Offer>& offers, const Date& today);

/// Whether its series ends within half a year, and whether a newer patch than the one asked for is known, be
/// it to the catalogue or to a source.
std::vector<Advice> advice_on(const Runtime& chosen, const VersionRequest& request,
                              const Catalogue& catalogue, const std::vector<Offer>& offers,
                              const Date& today);

}  // namespace adder::python
