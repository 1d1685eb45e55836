#include "python/runtime/candidates.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

namespace adder::python {

namespace {

using fetch::Presence;
using runtimes::IndexEntry;

constexpr std::string_view name_start = "python-";

std::string name_end(const cnb::Target& target) { return base::format("-{}.tar.zst", *target_name(target)); }

/// A pre-release is for where there is nothing else, however new it is.
bool is_newer(const IndexEntry& left, const IndexEntry& right) {
    const auto rank = [](const IndexEntry& entry) {
        return std::make_tuple(!entry.id.version.is_pre_release(), entry.id.version, entry.id.build);
    };
    return rank(left) < rank(right);
}

/// The newest release of the series that anyone has spoken of. nullopt for a series of which nobody has, and
/// which is not newer than all that are known.
std::optional<PythonVersion> newest_known(const Offer& offer, const SeriesNumber& number,
                                          const KnownReleases& releases) {
    std::optional<PythonVersion> newest;
    const auto consider = [&](const PythonVersion& version) {
        const bool is_of_series = SeriesNumber::of(version) == number && !version.is_pre_release();
        if (is_of_series && (!newest || *newest < version)) newest = version;
    };
    if (const Series* known = releases.find(number)) {
        newest = known->latest;
    } else if (releases.is_newer_than_known(number)) {
        newest = PythonVersion{number.major_number, number.minor_number};
    }
    for (const PythonVersion& version : offer.built_with) consider(version);
    for (const auto& [version, presence] : offer.looked_up) {
        if (presence == Presence::present) consider(version);
    }
    return newest;
}

/// True if a release of the series was looked for in vain.
bool lacks_any_of(const Offer& offer, const SeriesNumber& series) {
    return std::ranges::any_of(offer.looked_up, [&](const auto& answer) {
        return answer.second == Presence::absent && SeriesNumber::of(answer.first) == series;
    });
}

/// What a market has for one request.
class Choice {
  public:
    Choice(const VersionRequest& request, const Market& market) : request_{request}, market_{market} {}

    std::vector<Runtime> candidates() const;

  private:
    enum class Kind { any, final_release, pre_release };

    std::vector<SeriesNumber> series_to_try() const;
    std::vector<Runtime> of_series(const SeriesNumber& series, Kind kind) const;
    std::vector<Runtime> pre_releases(const std::vector<SeriesNumber>& series) const;
    bool serves(const Offer& offer, const SeriesNumber& series) const;
    std::optional<Runtime> from_list(const Offer& offer, const SeriesNumber& series, Kind kind) const;
    std::optional<Runtime> expected_of(const Offer& offer, const SeriesNumber& series) const;
    std::optional<Runtime> by_name(const Offer& offer, const PythonVersion& version) const;

    const VersionRequest& request_;
    const Market& market_;
};

/// A series that has ended is only served by whoever says that he keeps it up to date.
bool Choice::serves(const Offer& offer, const SeriesNumber& series) const {
    return offer.source.past_end_of_life || !market_.has_ended(series);
}

std::optional<Runtime> Choice::from_list(const Offer& offer, const SeriesNumber& series, Kind kind) const {
    const IndexEntry* best = nullptr;
    for (const IndexEntry& entry : offer.archives) {
        const bool is_wanted_kind =
            kind == Kind::any || entry.id.version.is_pre_release() == (kind == Kind::pre_release);
        const bool fits = SeriesNumber::of(entry.id.version) == series && is_wanted_kind &&
                          is_of(entry, request_) && is_for(entry.id.target, market_.target);
        if (fits && (!best || is_newer(*best, entry))) best = &entry;
    }
    if (!best) return std::nullopt;
    return Runtime{best->id.version,       best->id.build,
                   market_.target,         offer.source.url.file_in(best->file),
                   best->sha256,           offer.source.scheme == Source::Scheme::standalone,
                   best->id.free_threaded, *best};
}

std::optional<Runtime> Choice::by_name(const Offer& offer, const PythonVersion& version) const {
    if (request_.free_threaded || !may_have(offer.source, market_.target) || offer.is_known_absent(version)) {
        return std::nullopt;
    }
    Runtime runtime{version, 1, market_.target, url_by_name(offer.source, version, market_.target),
                    std::nullopt};
    runtime.is_presumed = !offer.is_known_present(version);
    return runtime;
}

std::optional<Runtime> Choice::expected_of(const Offer& offer, const SeriesNumber& series) const {
    const auto version = expected_release(offer, request_, series, market_.releases);
    return version ? by_name(offer, *version) : std::nullopt;
}

std::vector<Runtime> Choice::of_series(const SeriesNumber& series, Kind kind) const {
    std::vector<Runtime> found;
    std::vector<Runtime> last;
    for (const Offer& offer : market_.offers) {
        if (!serves(offer, series)) continue;
        std::optional<Runtime> runtime;
        if (offer.source.has_list()) {
            runtime = from_list(offer, series, kind);
        } else if (kind != Kind::pre_release) {
            // Where such a source decides the version, others of the kind are asked for the same one.
            const bool is_mirror = !found.empty() && !found.front().entry;
            if (is_mirror) runtime = by_name(offer, found.front().version);
            if (!runtime) runtime = expected_of(offer, series);
        }
        if (!runtime) continue;
        // A source that lacks what was expected of it goes behind all others.
        const bool is_behind = lacks_any_of(offer, series) && !request_.is_one_release();
        (is_behind ? last : found).push_back(std::move(*runtime));
    }
    found.insert(found.end(), last.begin(), last.end());
    if (found.empty()) return found;
    const PythonVersion best = found.front().version;
    const auto others = std::stable_partition(
        found.begin(), found.end(), [&](const Runtime& runtime) { return runtime.version == best; });
    const bool may_be_absent = std::all_of(found.begin(), others, std::mem_fn(&Runtime::is_presumed));
    if (!may_be_absent) {
        found.erase(others, found.end());
    } else {
        std::stable_partition(others, found.end(),
                              [](const Runtime& runtime) { return runtime.entry.has_value(); });
    }
    return found;
}

/// The series to look for, best first: of a set, all that may be in it, maintained ones before others.
std::vector<SeriesNumber> Choice::series_to_try() const {
    if (const auto only = request_.series()) return {*only};
    std::set<SeriesNumber, std::greater<>> known;
    bool any_serves_ended_ones = false;
    for (const Series& series : market_.releases.series) known.insert(series.number());
    for (const Offer& offer : market_.offers) {
        any_serves_ended_ones = any_serves_ended_ones || offer.source.past_end_of_life;
        for (const IndexEntry& entry : offer.archives) known.insert(SeriesNumber::of(entry.id.version));
    }
    std::vector<SeriesNumber> result{known.begin(), known.end()};
    const auto has_ended = [&](const SeriesNumber& series) { return market_.has_ended(series); };
    std::erase_if(result, [&](const SeriesNumber& series) {
        return (has_ended(series) && !any_serves_ended_ones) || !request_.may_match(series);
    });
    std::ranges::stable_partition(result, std::not_fn(has_ended));
    // Each goes before what was put in front so far.
    for (const auto& better : {SeriesNumber::parse(market_.releases.default_version), request_.preferred}) {
        const auto found = better && !has_ended(*better) ? std::ranges::find(result, *better) : result.end();
        if (found != result.end()) std::rotate(result.begin(), found, found + 1);
    }
    if (result.empty() && !market_.releases.series.empty()) {
        const SeriesNumber newest = market_.releases.series.back().number();
        const SeriesNumber next{newest.major_number, newest.minor_number + 1};
        if (request_.may_match(next)) result.push_back(next);
    }
    return result;
}

/// Of the series that the app was built with before, else of the one that is nearest to its final release.
std::vector<Runtime> Choice::pre_releases(const std::vector<SeriesNumber>& series) const {
    const auto rank = [&](const Runtime& runtime) {
        return std::make_tuple(SeriesNumber::of(runtime.version) == request_.preferred, runtime.version.phase,
                               runtime.version);
    };
    std::vector<Runtime> best;
    for (const SeriesNumber& number : series) {
        std::vector<Runtime> found = of_series(number, Kind::pre_release);
        if (!found.empty() && (best.empty() || rank(best.front()) < rank(found.front()))) {
            best = std::move(found);
        }
    }
    return best;
}

std::vector<Runtime> Choice::candidates() const {
    const std::vector<SeriesNumber> series = series_to_try();
    if (request_.is_one_release()) return of_series(series.front(), Kind::any);
    for (const SeriesNumber& number : series) {
        auto found = of_series(number, Kind::final_release);
        if (!found.empty()) return found;
    }
    if (const auto* set = std::get_if<VersionSet>(&request_.wanted)) {
        return set->asks_for_pre_releases() ? pre_releases(series) : std::vector<Runtime>{};
    }
    if (!request_.is_wish) return {};
    const VersionRequest any{VersionSet::major(series.front().major_number), request_.free_threaded,
                             request_.origin};
    return Choice{any, market_}.candidates();
}

}  // namespace

bool Offer::is_known_absent(const PythonVersion& version) const {
    const auto found = looked_up.find(version);
    return found != looked_up.end() && found->second == Presence::absent;
}

bool Offer::is_known_present(const PythonVersion& version) const {
    const auto found = looked_up.find(version);
    return found != looked_up.end() && found->second == Presence::present;
}

bool Offer::has_all_it_was_asked_for() const {
    return std::ranges::all_of(looked_up,
                               [](const auto& answer) { return answer.second == Presence::present; });
}

bool is_for(const runtimes::Target& runtime, const cnb::Target& target) {
    return runtime.os == target.os && runtime.arch == target.arch &&
           runtime.distro == target.distro_name.value_or("") &&
           runtime.distro_version == target.distro_version.value_or("") &&
           (runtime.variant.empty() || runtime.variant == target.variant);
}

bool is_of(const IndexEntry& entry, const VersionRequest& request) {
    return entry.id.variant == runtimes::Variant::full && entry.id.free_threaded == request.free_threaded &&
           request.matches(entry.id.version);
}

bool may_have(const Source& source, const cnb::Target& target) {
    const std::optional<std::string> name = target_name(target);
    if (!name) return false;
    return source.targets.empty() || std::ranges::find(source.targets, *name) != source.targets.end();
}

fetch::Url url_by_name(const Source& source, const PythonVersion& version, const cnb::Target& target) {
    return source.url.file_in(base::format("{}{}{}", name_start, version.text(), name_end(target)));
}

std::vector<PythonVersion> releases_built_with(const DigestPins& pins, const Source& source,
                                               const cnb::Target& target) {
    std::vector<PythonVersion> releases;
    if (source.has_list() || !may_have(source, target)) return releases;
    const std::string start = source.url.display() + std::string{name_start};
    const std::string end = name_end(target);
    for (const std::string& url : pins.urls()) {
        if (!url.starts_with(start) || !url.ends_with(end) || url.size() < start.size() + end.size()) {
            continue;
        }
        const auto version = PythonVersion::parse(
            std::string_view{url}.substr(start.size(), url.size() - start.size() - end.size()));
        if (version) releases.push_back(*version);
    }
    return releases;
}

std::optional<PythonVersion> expected_release(const Offer& offer, const VersionRequest& request,
                                              const SeriesNumber& series, const KnownReleases& releases) {
    if (const auto* release = std::get_if<PythonVersion>(&request.wanted)) {
        return offer.is_known_absent(*release) ? std::nullopt : std::optional{*release};
    }
    std::optional<PythonVersion> version = newest_known(offer, series, releases);
    if (!version) return std::nullopt;
    for (unsigned absent = 0;; --version->patch_number) {
        if (request.matches(*version)) {
            if (!offer.is_known_absent(*version)) return version;
            if (++absent > most_releases_to_look_for) return std::nullopt;
        }
        if (version->patch_number == 0) return std::nullopt;
    }
}

std::vector<Runtime> candidates_for(const VersionRequest& request, const Market& market) {
    return Choice{request, market}.candidates();
}

std::size_t of_best_version(const std::vector<Runtime>& candidates) {
    const auto is_another = [&](const Runtime& runtime) {
        return runtime.version != candidates.front().version;
    };
    const auto end = std::ranges::find_if(candidates, is_another);
    return static_cast<std::size_t>(end - candidates.begin());
}

}  // namespace adder::python
