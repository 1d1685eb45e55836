#include "python/runtime/resolve.hpp"

#include "python/runtime/messages.hpp"
#include "python/runtime/source_text.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <set>

namespace adder::python {

namespace {

using runtimes::IndexEntry;

/// By its scheme and URL, or by the scheme alone of those that nobody can sign.
bool is_named_unsigned(const Source& source, const Settings& settings) {
    return std::ranges::any_of(settings.unsigned_sources, [&](const std::string& name) {
        if (name == name_of(source.scheme)) return !source.can_be_signed();
        return (name.ends_with('/') ? name : name + "/") == source.display();
    });
}

/// Whether it is something to offer to whoever asked for another version of the same kind.
bool is_alternative(const IndexEntry& entry, const VersionRequest& request) {
    return entry.id.variant == runtimes::Variant::full && entry.id.free_threaded == request.free_threaded &&
           !entry.id.version.is_pre_release();
}

/// True if the catalogue vouches that the release exists.
bool is_known(const PythonVersion& version, const KnownReleases& releases) {
    const Series* series = releases.find(SeriesNumber::of(version));
    return series && version <= series->latest && !version.is_pre_release();
}

/// True if a source without a list may have the version for other targets. One that was asked in vain does
/// not have all that the catalogue knows.
bool may_be_elsewhere(const Offer& offer, const VersionRequest& request, const Market& market) {
    if (offer.source.has_list() || request.free_threaded || !offer.looked_up.empty()) return false;
    return std::ranges::any_of(market.releases.series, [&](const Series& series) {
        const bool has_ended = market.has_ended(series.number());
        if (has_ended || !request.may_match(series.number())) return false;
        const auto release = expected_release(offer, request, series.number(), market.releases);
        return release && is_known(*release, market.releases);
    });
}

/// The other targets that have the version, for messages.
std::vector<std::string> targets_with(const VersionRequest& request, const Market& market) {
    std::set<std::string> targets;
    for (const Offer& offer : market.offers) {
        for (const IndexEntry& entry : offer.archives) {
            const bool has_ended = market.has_ended(SeriesNumber::of(entry.id.version));
            const bool is_served = !has_ended || offer.source.past_end_of_life;
            const bool is_elsewhere = !is_for(entry.id.target, market.target);
            if (is_served && is_elsewhere && is_of(entry, request)) targets.insert(entry.id.target.text());
        }
        if (may_be_elsewhere(offer, request, market)) {
            targets.insert(offer.source.targets.begin(), offer.source.targets.end());
        }
    }
    return {targets.begin(), targets.end()};
}

/// The newest series of a set that is asked for in vain, since it gets no fixes any more; nothing if one that
/// does may be in the set.
std::optional<SeriesNumber> newest_past_its_end(const VersionRequest& request, const KnownReleases& releases,
                                                const Date& today) {
    constexpr unsigned last = 99;
    std::optional<SeriesNumber> newest;
    for (const unsigned major_number : {2u, 3u}) {
        for (unsigned minor_number = 0; minor_number <= last; ++minor_number) {
            const SeriesNumber series{major_number, minor_number};
            if (!request.may_match(series)) continue;
            if (!releases.is_past_end_of_life(series, today)) return std::nullopt;
            newest = series;
        }
    }
    return newest;
}

/// A series to advise, before any source was asked: the newest that is maintained and that other declarations
/// allow.
std::optional<std::string> example_of(const VersionRequest& request, const KnownReleases& releases,
                                      const Date& today) {
    for (const SeriesNumber& series : releases.maintained_series(today)) {
        if (request.limits_allow(series)) return series.text();
    }
    return std::nullopt;
}

/// The newest release that a source without a list should have had, and has not.
std::optional<Runtime> expected_in_vain(const VersionRequest& request, const Market& market) {
    for (const Offer& offer : market.offers) {
        std::optional<PythonVersion> newest;
        for (const auto& [version, presence] : offer.looked_up) {
            const bool is_expected = request.matches(version) && is_known(version, market.releases);
            if (is_expected && offer.is_known_absent(version)) newest = version;  // the last is the newest
        }
        if (!newest) continue;
        return Runtime{*newest, 1, market.target, url_by_name(offer.source, *newest, market.target),
                       std::nullopt};
    }
    return std::nullopt;
}

/// The end-of-life refusal, whoever serves what.
void refuse_ended(const VersionRequest& request, const KnownReleases& releases, const Date& today) {
    if (request.is_wish) return;
    if (const auto series = request.series()) {
        if (!releases.is_past_end_of_life(*series, today)) return;
        const Series* known = releases.find(*series);
        throw messages::end_of_life(request, known ? std::optional{known->end_of_life} : std::nullopt,
                                    example_of(request, releases, today));
    }
    // Most sets have the default in them.
    const auto standard = SeriesNumber::parse(releases.default_version);
    const bool is_maintained = standard && !releases.is_past_end_of_life(*standard, today);
    if (is_maintained && request.may_match(*standard)) return;
    if (!request.may_match_any()) {
        throw messages::unsatisfiable(request, example_of(request, releases, today));
    }
    if (const auto newest = newest_past_its_end(request, releases, today)) {
        const Series* known = releases.find(*newest);
        throw messages::set_past_end_of_life(request, *newest,
                                             known ? std::optional{known->end_of_life} : std::nullopt,
                                             example_of(request, releases, today));
    }
}

/// Why there is nothing to install.
[[noreturn]] void refuse(const VersionRequest& request, const Market& market) {
    for (const Offer& offer : market.offers) {
        if (offer.unreachable) throw messages::index_unreachable(offer.source, *offer.unreachable);
    }
    refuse_ended(request, market.releases, market.today);
    messages::Availability availability{.here = available_versions(request, market),
                                        .elsewhere = targets_with(request, market),
                                        .catalogue_date = is_newer_than_known(request, market.releases)
                                                              ? market.releases.date
                                                              : std::optional<Date>{}};
    if (request.is_wish) throw messages::no_python_for_target(request, market.target, availability);
    if (!availability.elsewhere.empty()) throw messages::not_for_target(request, market.target, availability);
    if (const auto runtime = expected_in_vain(request, market)) {
        throw messages::archive_missing(*runtime,
                                        {request, {*runtime}, availability.here, market.releases.date, {}});
    }
    throw messages::unknown_version(request, market.target, availability);
}

}  // namespace

std::vector<Source> sources_to_ask(const Settings& settings, const KnownSources& known,
                                   const std::filesystem::path& buildpack_directory) {
    std::vector<Source> sources;
    for (const std::string& text : settings.runtime_sources) {
        sources.push_back(parse_source(text));
        sources.back().is_from_variable = true;
    }
    if (sources.empty()) {
        for (const Source& source : known.sources) sources.push_back(source.located(buildpack_directory));
    }
    const bool has_keys = !settings.index_keys.empty() || !known.index_keys.empty();
    for (Source& source : sources) {
        if (is_named_unsigned(source, settings)) source.is_unsigned_allowed = true;
        if (has_keys && !source.can_be_signed() && !source.is_unsigned_allowed) {
            throw messages::source_not_covered(source);
        }
        if (source.past_end_of_life && (!has_keys || source.is_unsigned_allowed))
            throw messages::past_end_of_life_unsigned(source);
    }
    return sources;
}

void refuse_end_of_life(const VersionRequest& request, const KnownReleases& releases,
                        const std::vector<Source>& sources, const Date& today) {
    // Where a source has what has ended, only its list can tell; `resolve` refuses what it does not have.
    if (std::ranges::any_of(sources, &Source::past_end_of_life) && request.may_match_any()) return;
    refuse_ended(request, releases, today);
}

bool has_what_is_asked_for(const Market& market, const VersionRequest& request) {
    const std::vector<Runtime> found = candidates_for(request, market);
    if (found.empty()) return false;
    const PythonVersion& best = found.front().version;
    const bool was_asked_in_vain =
        found.front().is_presumed &&
        std::ranges::any_of(market.offers, [](const Offer& offer) { return !offer.looked_up.empty(); });
    const bool is_last_resort =
        request.is_one_release() ? false : best.is_pre_release() || !request.matches(best);
    return !was_asked_in_vain && !is_last_resort;
}

Resolution resolve_runtime(const VersionRequest& request, const Market& market) {
    Resolution resolution{request, candidates_for(request, market), {}, market.releases.date, {}};
    if (resolution.runtimes.empty()) refuse(request, market);
    if (!request.is_wish) return resolution;
    const SeriesNumber chosen = SeriesNumber::of(resolution.runtimes.front().version);
    if (chosen == *request.series()) return resolution;
    // What is taken is what the app stays on: a server that is down for a moment must not decide that.
    for (const Offer& offer : market.offers) {
        if (offer.unreachable && !offer.source.is_fallback) {
            throw messages::index_unreachable(offer.source, *offer.unreachable);
        }
    }
    resolution.note = messages::another_series(request, chosen, market.target);
    return resolution;
}

std::vector<std::string> available_versions(const VersionRequest& request, const Market& market) {
    std::set<PythonVersion> versions;
    const auto add = [&](const PythonVersion& version) {
        if (!market.has_ended(SeriesNumber::of(version))) versions.insert(version);
    };
    for (const Offer& offer : market.offers) {
        for (const IndexEntry& entry : offer.archives) {
            if (is_alternative(entry, request) && is_for(entry.id.target, market.target))
                add(entry.id.version);
        }
        if (offer.source.has_list() || request.free_threaded || !may_have(offer.source, market.target))
            continue;
        for (const Series& series : market.releases.series) {
            const VersionRequest newest{series.number(), false};
            const auto release = expected_release(offer, newest, series.number(), market.releases);
            const bool is_offered =
                release && (offer.is_known_present(*release) || offer.has_all_it_was_asked_for());
            if (is_offered) add(*release);
        }
    }
    std::vector<std::string> texts;
    for (const PythonVersion& version : versions) {
        texts.push_back(version.text() + (request.free_threaded ? "t" : ""));
    }
    return texts;
}

bool is_newer_than_known(const VersionRequest& request, const KnownReleases& releases) {
    if (const auto* release = std::get_if<PythonVersion>(&request.wanted)) {
        const Series* series = releases.find(SeriesNumber::of(*release));
        return series ? *release > series->latest : releases.is_newer_than_known(SeriesNumber::of(*release));
    }
    return std::ranges::none_of(releases.series, [&](const Series& series) {
        PythonVersion version = series.latest;
        while (!request.matches(version)) {
            if (version.patch_number-- == 0) return false;
        }
        return true;
    });
}

std::vector<Advice> advice_on(const Runtime& chosen, const VersionRequest& request, const Market& market) {
    constexpr std::chrono::days soon{183};
    const SeriesNumber number = SeriesNumber::of(chosen.version);
    const Series* series = market.releases.find(number);
    std::vector<Advice> advice;
    const auto newest_offered = [&] {
        return messages::newest_allowed(request, available_versions(request, market));
    };
    if (market.has_ended(number)) {
        advice.push_back(messages::served_past_end_of_life(request, number, newest_offered()));
    } else if (series &&
               std::chrono::sys_days{series->end_of_life} - std::chrono::sys_days{market.today} < soon) {
        advice.push_back(messages::near_end_of_life(request, *series, newest_offered()));
    }
    if (!request.is_one_release()) return advice;  // the newest there is was chosen
    PythonVersion newest = series ? series->latest : chosen.version;
    for (const Offer& offer : market.offers) {
        for (const IndexEntry& entry : offer.archives) {
            const PythonVersion& offered = entry.id.version;
            const bool is_patch = SeriesNumber::of(offered) == number && !offered.is_pre_release() &&
                                  entry.id.free_threaded == chosen.free_threaded;
            if (is_patch && is_for(entry.id.target, chosen.target)) newest = std::max(newest, offered);
        }
    }
    if (newest > chosen.version) advice.push_back(messages::outdated_patch(request, newest));
    return advice;
}

}  // namespace adder::python
