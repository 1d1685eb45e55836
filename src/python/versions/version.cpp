#include "python/versions/version.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <utility>

namespace adder::python {

namespace {

constexpr unsigned most_patches = 99;

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "linux-x86_64-gnu", "macos-aarch64-none"
bool is_platform(std::string_view text) {
    const std::vector<std::string_view> words = base::split(text, '-');
    return words.size() == 3 && std::ranges::all_of(words, [](std::string_view word) {
               return !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
                                           std::string_view::npos;
           });
}

/// Without the interpreter's name before the version, and the platform behind it.
std::string_view bare_version(std::string_view text) {
    if (!take_prefix(text, "cpython") && !take_prefix(text, "python")) return text;
    if (!take_prefix(text, "-")) take_prefix(text, "@");
    const std::size_t dash = text.find('-');
    return dash != text.npos && is_platform(text.substr(dash + 1)) ? text.substr(0, dash) : text;
}

/// "3.13.5", "3.15.0rc1", and "3.15rc1" for the latter.
std::optional<PythonVersion> release_from(std::string_view text) {
    if (const auto version = PythonVersion::parse(text)) return version;
    const std::size_t phase = text.find_first_not_of("0123456789.");
    if (phase == text.npos || std::ranges::count(text, '.') != 1) return std::nullopt;
    return PythonVersion::parse(base::format("{}.0{}", text.substr(0, phase), text.substr(phase)));
}

std::optional<VersionSet> set_from(std::string_view text) {
    if (text.find_first_of("<>=!~^*|") == text.npos) return std::nullopt;
    if (auto set = VersionSet::pep440(text)) return set;
    return VersionSet::poetry(text);
}

std::string text_of(const SeriesNumber& series) { return series.text(); }
std::string text_of(const PythonVersion& version) { return version.text(); }
std::string text_of(const VersionSet& set) { return set.text(); }

}  // namespace

std::optional<SeriesNumber> SeriesNumber::parse(std::string_view text) {
    const std::vector<std::string_view> pieces = base::split(text, '.');
    if (pieces.size() != 2) return std::nullopt;
    // The form of a whole version without its patch, leading zeros and all.
    const auto version = PythonVersion::parse(base::format("{}.0", text));
    return version ? std::optional{of(*version)} : std::nullopt;
}

std::string SeriesNumber::text() const { return base::format("{}.{}", major_number, minor_number); }

std::optional<VersionRequest> VersionRequest::parse(std::string_view text, Origin origin) {
    text = bare_version(base::trim(text));
    if (text.size() > 200) return std::nullopt;
    if (auto set = set_from(text)) return of(std::move(*set), std::move(origin));
    VersionRequest request{SeriesNumber{}, false, std::move(origin)};
    request.free_threaded = take_suffix(text, "+freethreaded") || take_suffix(text, "t");
    if (const auto series = SeriesNumber::parse(text)) {
        request.wanted = *series;
    } else if (const auto release = release_from(text)) {
        request.wanted = *release;
    } else if (text.size() == 1 && is_digit(text.front())) {
        request.wanted = VersionSet::major(static_cast<unsigned>(text.front() - '0'));
    } else {
        return std::nullopt;
    }
    return request;
}

VersionRequest VersionRequest::of(VersionSet set, Origin origin) {
    VersionRequest request{SeriesNumber{}, false, std::move(origin)};
    if (const auto release = set.only_release()) {
        request.wanted = *release;
    } else if (const auto version = set.only_series()) {
        request.wanted = SeriesNumber::of(*version);
    } else {
        request.wanted = std::move(set);
    }
    return request;
}

std::string VersionRequest::text() const {
    const std::string text = std::visit([](const auto& what) { return text_of(what); }, wanted);
    return free_threaded ? text + "t" : text;
}

std::optional<SeriesNumber> VersionRequest::series() const {
    if (const auto* series = std::get_if<SeriesNumber>(&wanted)) return *series;
    if (const auto* release = std::get_if<PythonVersion>(&wanted)) return SeriesNumber::of(*release);
    return std::nullopt;
}

bool VersionRequest::matches(const PythonVersion& version) const {
    const auto allows = [&](const VersionLimit& limit) { return limit.set.contains(version); };
    if (!std::ranges::all_of(limits, allows)) return false;
    if (const auto* release = std::get_if<PythonVersion>(&wanted)) return version == *release;
    if (const auto* series = std::get_if<SeriesNumber>(&wanted)) {
        return !version.is_pre_release() && SeriesNumber::of(version) == *series;
    }
    const auto& set = std::get<VersionSet>(wanted);
    return set.contains(version) && (!version.is_pre_release() || set.asks_for_pre_releases());
}

bool VersionRequest::may_match(const SeriesNumber& number) const {
    if (series() && *series() != number) return false;
    if (const auto* release = std::get_if<PythonVersion>(&wanted)) return matches(*release);
    PythonVersion version{number.major_number, number.minor_number};
    for (; version.patch_number <= most_patches; ++version.patch_number) {
        if (matches(version)) return true;
    }
    const auto* set = std::get_if<VersionSet>(&wanted);
    if (!set || !set->asks_for_pre_releases()) return false;
    version.patch_number = 0;
    using Phase = PythonVersion::Phase;
    for (const Phase phase : {Phase::alpha, Phase::beta, Phase::candidate}) {
        version.phase = phase;
        for (version.phase_number = 1; version.phase_number < 10; ++version.phase_number) {
            if (matches(version)) return true;
        }
    }
    return false;
}

bool VersionRequest::may_match_any() const {
    if (const auto only = series()) return may_match(*only);
    for (const unsigned major_number : {3u, 2u}) {
        for (unsigned minor_number = 0; minor_number <= most_patches; ++minor_number) {
            if (may_match({major_number, minor_number})) return true;
        }
    }
    return false;
}

bool VersionRequest::limits_allow(const SeriesNumber& series) const {
    VersionRequest other{series, free_threaded, origin};
    for (const VersionLimit& limit : limits) {
        if (limit.origin != origin) other.limits.push_back(limit);  // its own is what would be changed
    }
    return other.may_match(series);
}

}  // namespace adder::python
