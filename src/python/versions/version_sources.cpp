#include "python/versions/version_sources.hpp"

#include "python/versions/messages.hpp"
#include "python/versions/version_declarations.hpp"
#include "python/versions/version_file.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

constexpr const char* version_file = ".python-version";
constexpr const char* runtime_txt = "runtime.txt";
constexpr std::string_view series_key = "python-series";

/// What was said with nothing else in mind but the version.
std::optional<VersionRequest> explicit_request(const App& app, const Settings& settings) {
    if (settings.python_version) {
        const Origin origin = Origin::variable(settings.python_version_origin);
        auto request = VersionRequest::parse(*settings.python_version, origin);
        if (!request) throw messages::bad_version({*settings.python_version}, origin);
        return request;
    }
    if (app.python_version_file) return read_version_file(version_file, *app.python_version_file);
    if (const auto name = misspelt_python_version(app)) {
        throw messages::misspelt_file(*name, version_file);
    }
    return std::nullopt;
}

std::optional<VersionRequest> from_runtime_txt(const App& app) {
    if (app.runtime_txt) return read_version_file(runtime_txt, *app.runtime_txt);
    if (const auto name = misspelt_runtime_txt(app)) throw messages::misspelt_file(*name, runtime_txt);
    return std::nullopt;
}

/// What the project demands of its Python, in the order in which it decides if nothing else does.
std::vector<VersionLimit> limits_of(const VersionDeclarations& declared) {
    std::vector<VersionLimit> limits;
    if (auto limit = declared.requires_python()) limits.push_back(*std::move(limit));
    if (auto limit = declared.poetry_python()) limits.push_back(*std::move(limit));
    return limits;
}

/// A series to advise: the default if the limits allow it, else the newest that is maintained and allowed.
std::optional<std::string> example_within(const std::vector<VersionLimit>& limits,
                                          const KnownReleases& releases, const Date& today) {
    std::vector<SeriesNumber> maintained = releases.maintained_series(today);
    const auto standard = SeriesNumber::parse(releases.default_version);
    const auto found = standard ? std::ranges::find(maintained, *standard) : maintained.end();
    if (found != maintained.end()) std::rotate(maintained.begin(), found, found + 1);
    for (const SeriesNumber& series : maintained) {
        if (VersionRequest{series, false, {}, limits}.may_match(series)) return series.text();
    }
    return std::nullopt;
}

/// The request, kept to what the limits allow. Throws `base::UserError` if nothing is left of it.
VersionRequest within(VersionRequest request, const std::vector<VersionLimit>& limits,
                      const KnownReleases& releases, const Date& today) {
    if (!request.may_match_any()) return request;
    for (const VersionLimit& limit : limits) {
        request.limits.push_back(limit);
        if (request.may_match_any()) continue;
        throw messages::contradiction(request, limit, example_within(request.limits, releases, today));
    }
    return request;
}

RequestedPython by_default(const KnownReleases& releases, const std::optional<SeriesNumber>& recorded,
                           const Date& today) {
    auto standard = VersionRequest::parse(releases.default_version, {Origin::Kind::standard});
    if (!standard) throw base::Error{"the default version is no version: {}", releases.default_version};
    standard->is_wish = standard->series().has_value() && !standard->is_one_release();
    if (!recorded || *recorded == standard->series()) return {*std::move(standard)};
    if (releases.is_past_end_of_life(*recorded, today)) {
        return {*standard, {messages::recorded_end_of_life(*recorded, *standard, releases)}};
    }
    VersionRequest request{*recorded, false, {Origin::Kind::previous_build}};
    request.is_wish = true;
    return {std::move(request), {}, messages::stays_on(*recorded, *standard)};
}

}  // namespace

RequestedPython requested_python(const App& app, const Settings& settings, const KnownReleases& releases,
                                 const cnb::TomlTable& store, const Date& today) {
    const VersionDeclarations declared{app};
    const std::vector<VersionLimit> limits = limits_of(declared);
    const std::optional<SeriesNumber> recorded = recorded_series(store);
    const auto decided = [&](VersionRequest request) {
        if (!request.series()) request.preferred = recorded;
        return RequestedPython{within(std::move(request), limits, releases, today)};
    };
    if (auto request = explicit_request(app, settings)) return decided(*std::move(request));
    if (!limits.empty()) {
        RequestedPython result = decided(VersionRequest::of(limits.front().set, limits.front().origin));
        // These decide nothing any more, but must not say otherwise.
        if (auto request = declared.pipenv_python()) within(*std::move(request), limits, releases, today);
        if (app.runtime_txt) {
            const VersionRequest unused = read_version_file(runtime_txt, *app.runtime_txt);
            within(unused, limits, releases, today);
            result.advice.push_back(messages::runtime_txt_unused(unused, limits.front()));
        }
        return result;
    }
    if (auto request = declared.pipenv_python()) return decided(*std::move(request));
    if (auto request = from_runtime_txt(app)) {
        RequestedPython result = decided(*request);
        result.advice.push_back(messages::runtime_txt_deprecated(*request));
        return result;
    }
    return by_default(releases, recorded, today);
}

std::optional<SeriesNumber> recorded_series(const cnb::TomlTable& store) {
    const auto found = store.find(series_key);
    const auto* text = found == store.end() ? nullptr : found->second.get_if<std::string>();
    return text ? SeriesNumber::parse(*text) : std::nullopt;
}

void record_series(cnb::TomlTable& store, const SeriesNumber& series) {
    store.insert_or_assign(std::string{series_key}, series.text());
}

}  // namespace adder::python
