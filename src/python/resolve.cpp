#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/resolve.hpp>

#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <tuple>

namespace adder::python {

namespace {

using runtimes::IndexEntry;

bool is_for(const runtimes::Target& runtime, const cnb::Target& target) {
    return runtime.os == target.os && runtime.arch == target.arch &&
           runtime.distro == target.distro_name.value_or("") &&
           runtime.distro_version == target.distro_version.value_or("") &&
           (runtime.variant.empty() || runtime.variant == target.variant);
}

/// Whether the archive holds the Python asked for, on whatever it runs.
bool is_of(const IndexEntry& entry, const VersionRequest& request) {
    return entry.id.variant == runtimes::Variant::full && entry.id.free_threaded == request.free_threaded &&
           request.matches(entry.id.version);
}

/// Whether it is something to offer to whoever asked for another version of the same kind.
bool is_alternative(const IndexEntry& entry, const VersionRequest& request) {
    return entry.id.variant == runtimes::Variant::full && entry.id.free_threaded == request.free_threaded &&
           !entry.id.version.is_pre_release();
}

/// A pre-release is for where there is nothing else, however new it is.
bool is_newer(const IndexEntry& left, const IndexEntry& right) {
    const auto rank = [](const IndexEntry& entry) {
        return std::make_tuple(!entry.id.version.is_pre_release(), entry.id.version, entry.id.build);
    };
    return rank(left) < rank(right);
}

std::optional<Runtime> from_list(const Offer& offer, const VersionRequest& request,
                                 const SeriesNumber& series, const cnb::Target& target) {
    const IndexEntry* best = nullptr;
    for (const IndexEntry& entry : offer.archives) {
        const bool serves = SeriesNumber::of(entry.id.version) == series && is_of(entry, request) &&
                            is_for(entry.id.target, target);
        if (serves && (!best || is_newer(*best, entry))) best = &entry;
    }
    if (!best) return std::nullopt;
    return Runtime{best->id.version,
                   best->id.build,
                   target,
                   offer.source.url.file_in(best->file),
                   best->sha256,
                   offer.source.scheme == Source::Scheme::standalone,
                   best->id.free_threaded,
                   *best};
}

bool may_have(const Source& source, const cnb::Target& target) {
    const std::optional<std::string> name = target_name(target);
    if (!name) return false;
    return source.targets.empty() ||
           std::find(source.targets.begin(), source.targets.end(), *name) != source.targets.end();
}

/// The release that a source without a list may be expected to have.
std::optional<PythonVersion> known_release(const VersionRequest& request, const Series& series) {
    if (const auto* release = std::get_if<PythonVersion>(&request.wanted)) {
        return release->is_pre_release() ? std::nullopt : std::optional{*release};
    }
    PythonVersion version = series.latest;
    while (!request.matches(version)) {
        if (version.patch_number-- == 0) return std::nullopt;
    }
    return version;
}

std::optional<Runtime> by_name(const Source& source, const VersionRequest& request,
                               const SeriesNumber& number, const cnb::Target& target,
                               const Catalogue& catalogue) {
    const Series* series = catalogue.find(number);
    if (!series || request.free_threaded || !may_have(source, target)) return std::nullopt;
    const std::optional<PythonVersion> version = known_release(request, *series);
    if (!version) return std::nullopt;
    const std::string file = base::format("python-{}-{}.tar.zst", version->text(), *target_name(target));
    return Runtime{*version, 1, target, source.url.file_in(file), std::nullopt};
}

std::optional<Runtime> from_offer(const Offer& offer, const VersionRequest& request,
                                  const SeriesNumber& series, const cnb::Target& target,
                                  const Catalogue& catalogue) {
    const bool has_list = offer.source.scheme != Source::Scheme::heroku;
    return has_list ? from_list(offer, request, series, target)
                    : by_name(offer.source, request, series, target, catalogue);
}

/// The series to look for, best first: of a set all that are maintained and may be in it.
std::vector<SeriesNumber> series_to_try(const VersionRequest& request, const Catalogue& catalogue,
                                        std::span<const Offer> offers, const Date& today) {
    if (const auto only = request.series()) return {*only};
    std::set<SeriesNumber, std::greater<>> known;
    for (const Series& series : catalogue.series) known.insert(series.number());
    for (const Offer& offer : offers) {
        for (const IndexEntry& entry : offer.archives) known.insert(SeriesNumber::of(entry.id.version));
    }
    std::vector<SeriesNumber> result{known.begin(), known.end()};
    std::erase_if(result, [&](const SeriesNumber& series) {
        return catalogue.is_past_end_of_life(series, today) || !request.may_match(series);
    });
    // Each goes before what was put in front so far.
    for (const auto& better : {SeriesNumber::parse(catalogue.default_version), request.preferred}) {
        const auto found = better ? std::ranges::find(result, *better) : result.end();
        if (found != result.end()) std::rotate(result.begin(), found, found + 1);
    }
    return result;
}

/// What the sources have for the target, for messages; newest last.
std::vector<std::string> versions_for(const VersionRequest& request, const cnb::Target& target,
                                      const Catalogue& catalogue, const std::vector<Offer>& offers,
                                      const Date& today) {
    std::set<PythonVersion> versions;
    for (const Offer& offer : offers) {
        for (const IndexEntry& entry : offer.archives) {
            const bool is_over = catalogue.is_past_end_of_life(SeriesNumber::of(entry.id.version), today);
            if (!is_over && is_alternative(entry, request) && is_for(entry.id.target, target)) {
                versions.insert(entry.id.version);
            }
        }
        const bool has_list = offer.source.scheme != Source::Scheme::heroku;
        if (has_list || request.free_threaded || !may_have(offer.source, target)) continue;
        for (const Series& series : catalogue.series) {
            if (!catalogue.is_past_end_of_life(series.number(), today)) versions.insert(series.latest);
        }
    }
    std::vector<std::string> texts;
    for (const PythonVersion& version : versions) {
        texts.push_back(version.text() + (request.free_threaded ? "t" : ""));
    }
    return texts;
}

/// The targets that have the version, for messages.
std::vector<std::string> targets_with(const VersionRequest& request, const std::vector<SeriesNumber>& series,
                                      const Catalogue& catalogue, const std::vector<Offer>& offers) {
    std::set<std::string> targets;
    const bool is_by_name = std::ranges::any_of(series, [&](const SeriesNumber& number) {
        const Series* known = request.free_threaded ? nullptr : catalogue.find(number);
        return known && known_release(request, *known);
    });
    for (const Offer& offer : offers) {
        for (const IndexEntry& entry : offer.archives) {
            const bool is_tried =
                std::ranges::find(series, SeriesNumber::of(entry.id.version)) != series.end();
            if (is_tried && is_of(entry, request)) targets.insert(entry.id.target.text());
        }
        if (offer.source.scheme == Source::Scheme::heroku && is_by_name) {
            targets.insert(offer.source.targets.begin(), offer.source.targets.end());
        }
    }
    return {targets.begin(), targets.end()};
}

/// The newest series of a set that is asked for in vain, since it gets no fixes any more; nothing if one that
/// does may be in the set.
std::optional<SeriesNumber> newest_past_its_end(const VersionRequest& request, const Catalogue& catalogue,
                                                const Date& today) {
    constexpr unsigned last = 99;
    std::optional<SeriesNumber> newest;
    for (const unsigned major_number : {2u, 3u}) {
        for (unsigned minor_number = 0; minor_number <= last; ++minor_number) {
            const SeriesNumber series{major_number, minor_number};
            if (!request.may_match(series)) continue;
            if (!catalogue.is_past_end_of_life(series, today)) return std::nullopt;
            newest = series;
        }
    }
    return newest;
}

/// The archives that sources have of a series, one of each source; the first decides the version. The others
/// serve as its mirrors, not as ways to another Python.
std::vector<Runtime> candidates_of(const SeriesNumber& series, const VersionRequest& request,
                                   const cnb::Target& target, const Catalogue& catalogue,
                                   const std::vector<Offer>& offers) {
    std::vector<Runtime> candidates;
    for (const Offer& offer : offers) {
        auto runtime = from_offer(offer, request, series, target, catalogue);
        if (!runtime) continue;
        if (candidates.empty() || runtime->version == candidates.front().version) {
            candidates.push_back(std::move(*runtime));
        }
    }
    return candidates;
}

}  // namespace

std::vector<Source> sources_to_ask(const Settings& settings, const Catalogue& catalogue,
                                   const std::filesystem::path& buildpack_directory) {
    std::vector<Source> sources;
    for (const std::string& text : settings.runtime_sources) sources.push_back(Source::parse(text));
    if (!sources.empty()) return sources;
    for (const Source& source : catalogue.sources) sources.push_back(source.located(buildpack_directory));
    return sources;
}

void refuse_end_of_life(const VersionRequest& request, const Catalogue& catalogue, const Date& today) {
    if (const auto series = request.series()) {
        if (!catalogue.is_past_end_of_life(*series, today)) return;
        const Series* known = catalogue.find(*series);
        throw messages::end_of_life(request, known ? std::optional{known->end_of_life} : std::nullopt,
                                    catalogue);
    }
    // Most sets have the default in them.
    const auto standard = SeriesNumber::parse(catalogue.default_version);
    const bool is_maintained = standard && !catalogue.is_past_end_of_life(*standard, today);
    if (is_maintained && request.may_match(*standard)) return;
    if (!request.may_match_any()) throw messages::unsatisfiable(request, catalogue);
    if (const auto newest = newest_past_its_end(request, catalogue, today)) {
        throw messages::set_past_end_of_life(request, *newest, catalogue);
    }
}

bool has(const Offer& offer, const VersionRequest& request, const cnb::Target& target,
         const Catalogue& catalogue, const Date& today) {
    return std::ranges::any_of(series_to_try(request, catalogue, {&offer, 1}, today),
                               [&](const SeriesNumber& series) {
                                   return from_offer(offer, request, series, target, catalogue).has_value();
                               });
}

std::vector<Runtime> resolve(const VersionRequest& request, const cnb::Target& target,
                             const Catalogue& catalogue, const std::vector<Offer>& offers,
                             const Date& today) {
    const std::vector<SeriesNumber> series = series_to_try(request, catalogue, offers, today);
    for (const SeriesNumber& number : series) {
        auto candidates = candidates_of(number, request, target, catalogue, offers);
        if (!candidates.empty()) return candidates;
    }
    for (const Offer& offer : offers) {
        if (offer.unreachable) throw messages::index_unreachable(offer.source, *offer.unreachable);
    }
    const std::vector<std::string> available = versions_for(request, target, catalogue, offers, today);
    const std::vector<std::string> targets = targets_with(request, series, catalogue, offers);
    if (targets.empty()) throw messages::unknown_version(request, target, available);
    throw messages::not_for_target(request, target, targets, available);
}

std::vector<Advice> advice_on(const Runtime& chosen, const VersionRequest& request,
                              const Catalogue& catalogue, const std::vector<Offer>& offers,
                              const Date& today) {
    constexpr std::chrono::days soon{183};
    const SeriesNumber number = SeriesNumber::of(chosen.version);
    const Series* series = catalogue.find(number);
    std::vector<Advice> advice;
    if (series && std::chrono::sys_days{series->end_of_life} - std::chrono::sys_days{today} < soon) {
        advice.push_back(messages::near_end_of_life(request, *series, catalogue));
    }
    if (!request.is_one_release()) return advice;  // the newest there is was chosen
    PythonVersion newest = series ? series->latest : chosen.version;
    for (const Offer& offer : offers) {
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
