#pragma once

#include "python/runtime/resolve.hpp"
#include "python/runtime/source_text.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include <support/errors.hpp>

/// A catalogue whose default is 3.13, and what sources offer beside it.
namespace adder::python {

using namespace std::chrono_literals;

inline const base::Sha256Digest digest = base::Sha256Digest::parse(std::string(64, 'a'));
inline const cnb::Target debian{"linux", "amd64", {}, "debian", "12"};
inline const cnb::Target ubuntu{"linux", "amd64", {}, "ubuntu", "24.04"};
inline constexpr Date today{2026y, std::chrono::month{11}, 23d};

inline const KnownReleases known{.default_version = "3.13",
                                 .date = Date{2026y, std::chrono::month{11}, 20d},
                                 .series = {{3, 10, {2026y, std::chrono::month{10}, 31d}, {3, 10, 20}},
                                            {3, 12, {2028y, std::chrono::month{10}, 31d}, {3, 12, 9}},
                                            {3, 13, {2029y, std::chrono::month{10}, 31d}, {3, 13, 5}}}};

inline const KnownSources known_sources{.sources = {parse_source("heroku+https://h.example")}};

inline Offer heroku() {
    Offer offer{parse_source("heroku+https://h.example"), {}, {}};
    offer.source.targets = {"ubuntu-24.04-amd64"};
    return offer;
}

using runtimes::IndexEntry;

inline IndexEntry archive(const char* version, unsigned build = 1, const char* distro_version = "12") {
    return {.id = {.version = *PythonVersion::parse(version),
                   .build = build,
                   .target = {"linux", "amd64", "debian", distro_version}},
            .file = base::format("python-{}+{}.tar.zst", version, build),
            .size = 1,
            .sha256 = digest};
}

inline Offer index(std::vector<IndexEntry> archives) {
    return {parse_source("index+https://i.example/dir"), std::move(archives), {}};
}

inline std::vector<Runtime> resolved(const char* wanted, const cnb::Target& target,
                                     const std::vector<Offer>& offers) {
    return resolve_runtime(*VersionRequest::parse(wanted, Origin::file(".python-version")),
                           Market{known, target, offers, today})
        .runtimes;
}

inline std::string refusal(const char* wanted, const cnb::Target& target, const std::vector<Offer>& offers) {
    return test::shown_error([&] { resolved(wanted, target, offers); });
}

inline Offer heroku_without(std::initializer_list<PythonVersion> absent) {
    Offer offer = heroku();
    for (const PythonVersion& version : absent) offer.looked_up.emplace(version, fetch::Presence::absent);
    return offer;
}

}  // namespace adder::python
