#pragma once

#include "python/app/advice.hpp"
#include "python/app/settings.hpp"
#include "python/runtime/candidates.hpp"
#include "python/runtime/resolution.hpp"
#include "python/runtime/source.hpp"
#include "python/versions/releases.hpp"
#include "python/versions/version.hpp"

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// The sources to ask, in order: the person's, if they named any, else the catalogue's. Throws
/// `base::UserError` for one that cannot be used; where there are keys, also for one that they do not cover,
/// unless the operator has named it.
std::vector<Source> sources_to_ask(const Settings& settings, const KnownSources& known,
                                   const std::filesystem::path& buildpack_directory);

/// Throws `base::UserError` if all that is asked for gets no fixes any more, and if no Python can be what is
/// asked for. Needs no source: to be asked before any, so that this is what a person hears. What one of the
/// sources keeps up to date past its end is not refused.
void refuse_end_of_life(const VersionRequest& request, const KnownReleases& releases,
                        const std::vector<Source>& sources, const Date& today);

/// True if the market has, or may be expected to have, what is asked for: a wish's own series, and no
/// pre-release in place of a final release.
bool has_what_is_asked_for(const Market& market, const VersionRequest& request);

/// The archives that would serve. Throws the first `base::UserError` that applies: no source answered → past
/// its end of life → not for this target → not where it is expected → no such version.
Resolution resolve_runtime(const VersionRequest& request, const Market& market);

/// What the sources have for the target of the kind that is asked for, maintained series only, oldest first.
std::vector<std::string> available_versions(const VersionRequest& request, const Market& market);

/// True if every release that the catalogue knows is older than what is asked for.
bool is_newer_than_known(const VersionRequest& request, const KnownReleases& releases);

/// Whether its series has ended or ends within half a year, and whether a newer patch than the one asked for
/// is known, be it to the catalogue or to a source.
std::vector<Advice> advice_on(const Runtime& chosen, const VersionRequest& request, const Market& market);

}  // namespace adder::python
