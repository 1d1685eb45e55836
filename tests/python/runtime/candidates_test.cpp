#include "python/runtime/candidates.hpp"

#include "python/runtime/source_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using namespace std::chrono_literals;
using fetch::Presence;
using testing::ElementsAre;
using testing::IsEmpty;

const cnb::Target ubuntu{"linux", "amd64", {}, "ubuntu", "24.04"};
constexpr Date today{2026y, std::chrono::month{11}, 30d};

const KnownReleases known{.default_version = "3.14",
                          .series = {{3, 10, {2026y, std::chrono::month{10}, 31d}, {3, 10, 20}},
                                     {3, 13, {2029y, std::chrono::month{10}, 31d}, {3, 13, 13}},
                                     {3, 14, {2030y, std::chrono::month{10}, 31d}, {3, 14, 5}}}};

/// A source without a list.
Offer by_name(const char* host = "x") {
    Offer offer{parse_source(base::format("heroku+https://{}.example", host)), {}, {}};
    offer.source.targets = {"ubuntu-24.04-amd64"};
    return offer;
}

Offer asked(Offer offer, std::initializer_list<std::pair<const char*, Presence>> answers) {
    for (const auto& [version, presence] : answers) {
        offer.looked_up.emplace(*PythonVersion::parse(version), presence);
    }
    return offer;
}

Offer list(std::initializer_list<const char*> versions, const char* host = "y") {
    Offer offer{parse_source(base::format("index+https://{}.example", host)), {}, {}};
    for (const char* version : versions) {
        offer.archives.push_back({.id = {.version = *PythonVersion::parse(version),
                                         .build = 1,
                                         .target = {"linux", "amd64", "ubuntu", "24.04"}},
                                  .file = base::format("python-{}.tar.zst", version),
                                  .size = 1,
                                  .sha256 = base::Sha256Digest::parse(std::string(64, 'a'))});
    }
    return offer;
}

/// "3.14.5? x" is one that is presumed to be at x, "3.14.10 y" one that y lists.
std::vector<std::string> found(const VersionRequest& request, const std::vector<Offer>& offers) {
    std::vector<std::string> texts;
    for (const Runtime& runtime : candidates_for(request, Market{known, ubuntu, offers, today})) {
        texts.push_back(base::format("{}{} {}", runtime.name(), runtime.is_presumed ? "?" : "",
                                     runtime.url.host().substr(0, 1)));
    }
    return texts;
}

std::vector<std::string> found(const char* wanted, const std::vector<Offer>& offers) {
    return found(*VersionRequest::parse(wanted, Origin::file(".python-version")), offers);
}

TEST(CandidatesTest, WhatIsOnlyPresumedHasOthersBehindIt) {
    EXPECT_THAT(found("3.14", {by_name(), list({"3.14.10", "3.14.2"})}),
                ElementsAre("3.14.5? x", "3.14.10 y"));
    EXPECT_THAT(
        found("3.14", {by_name(), asked(by_name("z"), {{"3.14.5", Presence::absent}}), list({"3.14.10"})}),
        ElementsAre("3.14.5? x", "3.14.10 y", "3.14.4? z"))
        << "listed ones before presumed ones";
    EXPECT_THAT(found("3.14", {asked(by_name(), {{"3.14.5", Presence::unknown}}), list({"3.14.10"})}),
                ElementsAre("3.14.5? x", "3.14.10 y"));
}

TEST(CandidatesTest, WhatIsThereHasOnlyItsMirrorsBehindIt) {
    EXPECT_THAT(found("3.14", {asked(by_name(), {{"3.14.5", Presence::present}}), list({"3.14.10"})}),
                ElementsAre("3.14.5 x"));
    EXPECT_THAT(found("3.14", {list({"3.14.4"}), by_name()}), ElementsAre("3.14.4 y"));
    EXPECT_THAT(found("3.14", {by_name(), list({"3.14.5"}), list({"3.14.10"}, "z")}),
                ElementsAre("3.14.5? x", "3.14.5 y"))
        << "somebody lists it";
}

TEST(CandidatesTest, WhatIsAbsentMakesRoom) {
    const Offer without = asked(by_name(), {{"3.14.5", Presence::absent}});
    EXPECT_THAT(found("3.14", {without, list({"3.14.10"})}), ElementsAre("3.14.10 y"));
    EXPECT_THAT(found("3.14", {without, list({"3.13.1"})}), ElementsAre("3.14.4? x")) << "an older patch";
    EXPECT_THAT(
        found("3.14", {asked(by_name(), {{"3.14.5", Presence::absent}, {"3.14.4", Presence::present}})}),
        ElementsAre("3.14.4 x"));
    EXPECT_THAT(found("3.14.5", {without, list({"3.14.10"})}), IsEmpty());
}

TEST(CandidatesTest, OnlyAHandfulOfOlderPatchesIsLookedFor) {
    std::vector<std::string> looked_for;
    Offer offer = by_name();
    for (;;) {
        const auto runtimes =
            candidates_for(*VersionRequest::parse("3.13", {}), Market{known, ubuntu, {offer}, today});
        if (runtimes.empty()) break;
        looked_for.push_back(runtimes.front().name());
        offer.looked_up.emplace(runtimes.front().version, Presence::absent);
    }
    EXPECT_THAT(looked_for, ElementsAre("3.13.13", "3.13.12", "3.13.11", "3.13.10", "3.13.9", "3.13.8"));
}

struct ReleaseCase {
    const char* name;
    const char* wanted;
    const char* expected;  ///< of a source without a list; empty: it is not asked
};
class ExpectedReleaseTest : public testing::TestWithParam<ReleaseCase> {};

TEST_P(ExpectedReleaseTest, IsAskedForByName) {
    const std::vector<std::string> all = found(GetParam().wanted, {by_name()});
    EXPECT_EQ(all.empty() ? "" : all.front(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Requests, ExpectedReleaseTest,
    testing::Values(ReleaseCase{"series", "3.14", "3.14.5? x"}, ReleaseCase{"release", "3.14.2", "3.14.2? x"},
                    ReleaseCase{"newer_release", "3.14.10", "3.14.10? x"},
                    ReleaseCase{"release_of_an_unknown_series", "3.15.2", "3.15.2? x"},
                    ReleaseCase{"equal_to_a_release", "==3.15.2", "3.15.2? x"},
                    ReleaseCase{"pre_release", "3.15.0rc1", "3.15.0rc1? x"},
                    ReleaseCase{"pre_release_of_a_known_series", "3.14.0rc1", "3.14.0rc1? x"},
                    ReleaseCase{"unknown_series", "3.15", "3.15.0? x"},
                    ReleaseCase{"unknown_series_as_a_set", "==3.15.*", "3.15.0? x"},
                    ReleaseCase{"set_above_all_series", ">=3.15", "3.15.0? x"},
                    ReleaseCase{"set_of_newer_patches", ">=3.14.9,<3.15", ""},
                    ReleaseCase{"unknown_older_series", "3.11", ""},
                    ReleaseCase{"ended_series", "3.10.20", ""}, ReleaseCase{"set", ">=3.9", "3.14.5? x"},
                    ReleaseCase{"free_threaded", "3.14t", ""}),
    [](const auto& test) { return test.param.name; });

TEST(CandidatesTest, WhatTheAppWasBuiltWithIsKnown) {
    Offer offer = by_name();
    offer.built_with = {{3, 14, 7}, {3, 14, 2}, {3, 13, 20}};
    EXPECT_THAT(found("3.14", {offer}), ElementsAre("3.14.7? x"));
    EXPECT_THAT(found(">=3.14,<3.14.7", {offer}), ElementsAre("3.14.6? x"));
    EXPECT_THAT(found("3.14", {offer, by_name("z")}), ElementsAre("3.14.7? x", "3.14.7? z"))
        << "mirrors are asked for the same";
}

TEST(CandidatesTest, PinnedArchivesAreWhatTheAppWasBuiltWith) {
    DigestPins pins;
    const auto digest = base::Sha256Digest::parse(std::string(64, 'a'));
    for (const char* url :
         {"https://x.example/python-3.14.7-ubuntu-24.04-amd64.tar.zst",
          "https://x.example/python-3.13.9-ubuntu-22.04-amd64.tar.zst",
          "https://z.example/python-3.14.9-ubuntu-24.04-amd64.tar.zst", "https://x.example/python-.tar.zst",
          "https://x.example/python-ubuntu-24.04-amd64.tar.zst",
          "https://x.example/python-latest-ubuntu-24.04-amd64.tar.zst"}) {
        pins.pin(fetch::Url::parse(url), digest);
    }
    EXPECT_THAT(releases_built_with(pins, by_name().source, ubuntu), ElementsAre(PythonVersion{3, 14, 7}));
    EXPECT_THAT(releases_built_with(pins, by_name().source, {"linux", "amd64", {}, {}, {}}), IsEmpty());
    EXPECT_THAT(releases_built_with(pins, list({}).source, ubuntu), IsEmpty());
}

TEST(CandidatesTest, FinalReleasesOfAnySeriesGoBeforePreReleases) {
    EXPECT_THAT(found(">=3.15.0rc1", {list({"3.16.0a3", "3.15.2", "3.15.0rc1"})}), ElementsAre("3.15.2 y"));
    EXPECT_THAT(found(">=3.15.0rc1", {list({"3.16.0a3"}), list({"3.15.2"}, "z")}), ElementsAre("3.15.2 z"))
        << "whichever source has it";
    EXPECT_THAT(found(">=3.13.0rc1", {list({"3.16.0a3", "3.13.1"})}), ElementsAre("3.13.1 y"));
    EXPECT_THAT(found(">=3.13.0rc1", {list({"3.16.0a3"}), by_name()}), ElementsAre("3.14.5? x"));
}

TEST(CandidatesTest, OfPreReleasesTheNearestToItsFinalRelease) {
    EXPECT_THAT(found(">=3.15.0a1", {list({"3.16.0a3", "3.15.0rc1", "3.15.0rc2", "3.15.0b9"})}),
                ElementsAre("3.15.0rc2 y"));
    EXPECT_THAT(found(">=3.15.0a1", {list({"3.17.0a1", "3.16.0a3"})}), ElementsAre("3.17.0a1 y"));
    VersionRequest request = *VersionRequest::parse(">=3.15.0a1", {});
    request.preferred = SeriesNumber{3, 16};
    EXPECT_THAT(found(request, {list({"3.16.0a3", "3.15.0rc1"})}), ElementsAre("3.16.0a3 y"));
    EXPECT_THAT(found(">=3.15", {list({"3.15.0rc1"})}), IsEmpty());
}

TEST(CandidatesTest, AWishIsServedByAnotherSeries) {
    VersionRequest wish = *VersionRequest::parse("3.14", {Origin::Kind::standard});
    EXPECT_THAT(found(wish, {list({"3.13.1", "3.10.20"})}), IsEmpty());
    wish.is_wish = true;
    EXPECT_THAT(found(wish, {list({"3.14.1", "3.15.1"})}), ElementsAre("3.14.1 y"));
    EXPECT_THAT(found(wish, {list({"3.13.1", "3.10.20", "3.16.0a1"})}), ElementsAre("3.13.1 y"));
    EXPECT_THAT(found(wish, {list({"3.13.1", "3.15.1"})}), ElementsAre("3.15.1 y")) << "the newest";
    EXPECT_THAT(found(wish, {list({"3.10.20"})}), IsEmpty()) << "it has ended";
    wish.wanted = SeriesNumber{3, 13};
    EXPECT_THAT(found(wish, {list({"3.14.1", "3.15.1"})}), ElementsAre("3.14.1 y")) << "the default first";
}

TEST(CandidatesTest, EndedSeriesComeFromWhoKeepsThemUpToDate) {
    const Offer ordinary = list({"3.10.20", "3.9.25"});
    Offer extended = list({"3.10.30", "3.9.30", "3.13.1"}, "z");
    extended.source.past_end_of_life = true;
    EXPECT_THAT(found("3.10", {ordinary}), IsEmpty());
    EXPECT_THAT(found("3.10", {ordinary, extended}), ElementsAre("3.10.30 z"));
    EXPECT_THAT(found("3.9.30", {ordinary, extended}), ElementsAre("3.9.30 z"));
    EXPECT_THAT(found(">=3.9,<3.11", {ordinary, extended}), ElementsAre("3.10.30 z"));
    EXPECT_THAT(found(">=3.9", {ordinary, extended}), ElementsAre("3.13.1 z")) << "a maintained one first";
    VersionRequest request = *VersionRequest::parse(">=3.9", {});
    request.preferred = SeriesNumber{3, 9};
    EXPECT_THAT(found(request, {ordinary, extended}), ElementsAre("3.13.1 z"));
}

}  // namespace
}  // namespace adder::python
