// What is said when there is nothing to install, and what stands in for it.

#include "resolve_fixture.hpp"

#include <adder/base/signature.hpp>
#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(ResolveTest, AReleaseThatIsNowhereIsToldWithTheCataloguesDate) {
    EXPECT_THAT(refusal("3.13.9", ubuntu, {heroku_without({{3, 13, 9}})}),
                AllOf(HasSubstr("There is no Python 3.13.9."),
                      HasSubstr("This buildpack knows the Python releases of 2026-11-20."),
                      HasSubstr("Available for linux/amd64 · ubuntu 24.04: none."),
                      HasSubstr("Write another version into the file .python-version.")));
    EXPECT_THAT(refusal("3.99", debian, {index({archive("3.13.5")})}), HasSubstr("of 2026-11-20"));
    EXPECT_THAT(refusal(">=3.13.9", debian, {index({archive("3.13.5")})}), HasSubstr("of 2026-11-20"));
    EXPECT_THAT(refusal("3.13.4", debian, {index({archive("3.13.5")})}), Not(HasSubstr("2026-11-20")))
        << "it is known, and nobody has it";
    EXPECT_THAT(
        refusal("3.16.1", ubuntu, {heroku_without({{3, 16, 1}}), index({archive("3.16.0", 1, "13")})}),
        Not(HasSubstr("It exists for")));
}

TEST(ResolveTest, APatchThatTheCatalogueChoseIsNotTheAppsFault) {
    Offer offer = heroku_without({{3, 13, 5}, {3, 13, 4}, {3, 13, 3}, {3, 13, 2}, {3, 13, 1}, {3, 13, 0}});
    offer.looked_up.emplace(PythonVersion{3, 12, 9}, fetch::Presence::present);
    EXPECT_THAT(
        refusal("3.13", ubuntu, {offer}),
        AllOf(HasSubstr("Python 3.13.5 is not available for linux/amd64 · ubuntu 24.04."),
              HasSubstr(".python-version asks for 3.13. The newest 3.13 is 3.13.5, by this buildpack's "
                        "data of 2026-11-20."),
              HasSubstr("https://h.example/python-3.13.5-ubuntu-24.04-amd64.tar.zst"),
              HasSubstr("Available for linux/amd64 · ubuntu 24.04: 3.12.9.\nWrite a version such as "
                        "3.12 into"),
              Not(HasSubstr("leave the patch out"))));
    EXPECT_THAT(refusal("3.13.4", ubuntu, {offer}),
                AllOf(HasSubstr("Python 3.13.4 is not available"),
                      HasSubstr(".python-version asks for 3.13.4.\nThere is no archive at:")));
}

TEST(ResolveTest, OnlyWhatIsOfferedIsAdvised) {
    EXPECT_THAT(refusal("3.99", debian, {index({archive("3.12.9")})}),
                HasSubstr("Write a version such as 3.12 into the file .python-version."));
    EXPECT_THAT(refusal("3.99", debian, {index({archive("3.10.20")})}),
                AllOf(HasSubstr("Available for linux/amd64 · debian 12: none."),
                      HasSubstr("Write another version into the file .python-version.")));
    VersionRequest limited = *VersionRequest::parse("3.99", Origin::file(".python-version"));
    limited.limits = {
        {*VersionSet::pep440("<3.13"), Origin::declaration("requires-python", "pyproject.toml")}};
    const auto shown = test::shown_error([&] {
        resolve_runtime(limited,
                        Market{known, debian, {index({archive("3.12.9"), archive("3.13.5")})}, today});
    });
    EXPECT_THAT(shown, HasSubstr("such as 3.12 ")) << "requires-python allows no other";
}

TEST(ResolveTest, ASourceThatLacksSomethingOffersWhatItSaysItHas) {
    const VersionRequest request = *VersionRequest::parse("3.13", {});
    const auto available = [&](const std::map<PythonVersion, fetch::Presence>& answers) {
        Offer offer = heroku();
        offer.looked_up = answers;
        return available_versions(request, Market{known, ubuntu, {offer}, today});
    };
    using fetch::Presence;
    EXPECT_THAT(available({}), testing::ElementsAre("3.12.9", "3.13.5"));
    EXPECT_THAT(available({{{3, 13, 5}, Presence::present}}), testing::ElementsAre("3.12.9", "3.13.5"));
    EXPECT_THAT(available({{{3, 13, 5}, Presence::unknown}}), testing::ElementsAre());
    EXPECT_THAT(available({{{3, 13, 5}, Presence::absent}, {{3, 12, 9}, Presence::present}}),
                testing::ElementsAre("3.12.9"));
}

TEST(ResolveTest, AWishIsNoFaultOfTheApp) {
    VersionRequest wish = *VersionRequest::parse("3.13", {Origin::Kind::standard});
    wish.is_wish = true;
    const auto resolution = resolve_runtime(wish, Market{known, debian, {index({archive("3.12.9")})}, today});
    EXPECT_EQ(resolution.runtimes.front().version.text(), "3.12.9");
    EXPECT_THAT(resolution.note.value_or(""),
                AllOf(HasSubstr("No source has 3.13 for linux/amd64 · debian 12"),
                      HasSubstr("and the app names no version: it gets 3.12")));
    EXPECT_EQ(resolve_runtime(wish, Market{known, debian, {index({archive("3.13.1")})}, today}).note,
              std::nullopt);

    const auto shown = [&](const std::vector<Offer>& offers) {
        return test::shown_error([&] { resolve_runtime(wish, Market{known, debian, offers, today}); });
    };
    EXPECT_THAT(shown({heroku(), index({})}),
                AllOf(HasSubstr("No Python is available for linux/amd64 · debian 12."),
                      HasSubstr("They have 3.13 for: ubuntu-24.04-amd64."), Not(HasSubstr("asks for"))));
}

TEST(ResolveTest, AServerThatIsDownDoesNotMoveAnAppToAnotherSeries) {
    VersionRequest wish = *VersionRequest::parse("3.13", {Origin::Kind::standard});
    wish.is_wish = true;
    Offer broken = index({});
    broken.unreachable = "connection refused";
    const std::vector<Offer> offers{broken, index({archive("3.12.9")})};
    EXPECT_THAT(test::shown_error([&] { resolve_runtime(wish, Market{known, debian, offers, today}); }),
                HasSubstr("The list of Python runtimes could not be read."));
    broken.source.is_fallback = true;
    const std::vector<Offer> without_fallback{broken, index({archive("3.12.9")})};
    EXPECT_EQ(resolve_runtime(wish, Market{known, debian, without_fallback, today}).runtimes.size(), 1u)
        << "a builder without a network has no fallback";
}

TEST(ResolveTest, NobodyIsToldToCheckWhatNobodySet) {
    Offer broken = index({});
    broken.unreachable = "connection refused";
    EXPECT_THAT(refusal("3.13", debian, {broken}),
                AllOf(Not(HasSubstr("the URL in BP_PYTHON_RUNTIME_SOURCES")), HasSubstr("Try again.")));
    broken.source.is_from_variable = true;
    EXPECT_THAT(refusal("3.13", debian, {broken}), HasSubstr("Check the URL in BP_PYTHON_RUNTIME_SOURCES"));
}

struct HasCase {
    const char* name;
    const char* wanted;
    bool is_wish;
    const char* listed;
    bool has;
};
class HasTest : public testing::TestWithParam<HasCase> {};

/// Whether a fallback need not be asked.
TEST_P(HasTest, IsWhatIsReallyWanted) {
    VersionRequest request = *VersionRequest::parse(GetParam().wanted, {});
    request.is_wish = GetParam().is_wish;
    EXPECT_EQ(
        has_what_is_asked_for(Market{known, debian, {index({archive(GetParam().listed)})}, today}, request),
        GetParam().has);
}

INSTANTIATE_TEST_SUITE_P(
    Offers, HasTest,
    testing::Values(HasCase{"series", "3.13", false, "3.13.1", true},
                    HasCase{"another_series", "3.13", false, "3.12.1", false},
                    HasCase{"set", ">=3.9", false, "3.12.1", true},
                    HasCase{"pre_release_in_place_of_a_final_one", ">=3.15.0rc1", false, "3.16.0a3", false},
                    HasCase{"pre_release_by_its_number", "3.16.0a3", false, "3.16.0a3", true},
                    HasCase{"wish", "3.13", true, "3.13.1", true},
                    HasCase{"another_series_than_wished", "3.13", true, "3.12.1", false}),
    [](const auto& test) { return test.param.name; });

TEST(HasTest, WhatWasLookedForInVainIsNotThere) {
    const VersionRequest request = *VersionRequest::parse("3.13", {});
    EXPECT_TRUE(has_what_is_asked_for(Market{known, ubuntu, {heroku()}, today}, request));
    EXPECT_FALSE(
        has_what_is_asked_for(Market{known, ubuntu, {heroku_without({{3, 13, 5}})}, today}, request));
}

Source extended_source() {
    Source source = parse_source("index+https://i.example/dir,past-end-of-life=true");
    EXPECT_TRUE(source.past_end_of_life);
    return source;
}

TEST(PastEndOfLifeTest, IsServedByWhoKeepsItUpToDateWithAWarning) {
    Offer extended = index({archive("3.10.30"), archive("3.12.9")});
    extended.source = extended_source();
    const VersionRequest request = *VersionRequest::parse("3.10", Origin::file(".python-version"));
    EXPECT_NO_THROW(refuse_end_of_life(request, known, {extended.source}, today));
    const auto resolution = resolve_runtime(request, Market{known, debian, {extended}, today});
    EXPECT_EQ(resolution.runtimes.front().version.text(), "3.10.30");
    const auto advice =
        advice_on(resolution.runtimes.front(), request, Market{known, debian, {extended}, today});
    ASSERT_EQ(advice.size(), 1u);
    EXPECT_EQ(advice.front().title, "Python 3.10 has reached its end of life.");
    EXPECT_THAT(advice.front().body,
                AllOf(HasSubstr("It comes from a source whose operator"), HasSubstr("such as 3.12 into")));
    EXPECT_EQ(advice.front().name, "") << "it is told in every build";
}

TEST(PastEndOfLifeTest, IsRefusedIfItIsNotThereEither) {
    Offer extended = index({archive("3.12.9")});
    extended.source = extended_source();
    for (const char* wanted : {"3.10", "3.9.1", "<3.11"}) {
        EXPECT_THAT(refusal(wanted, debian, {extended}), HasSubstr("has reached its end of life.")) << wanted;
    }
    EXPECT_THAT(test::shown_error([&] {
                    refuse_end_of_life(*VersionRequest::parse(">=3.13,<3.12", Origin::file("x")), known,
                                       {extended.source}, today);
                }),
                HasSubstr("No Python can be what x asks for."));
}

TEST(PastEndOfLifeTest, NeedsAKey) {
    Settings settings;
    settings.runtime_sources = {"index+https://i.example,past-end-of-life=true"};
    EXPECT_THAT(test::shown_error([&] { sources_to_ask(settings, known_sources, "/cnb"); }),
                AllOf(HasSubstr("needs a key."), HasSubstr("index+https://i.example/")));
    settings.index_keys = "some key";
    EXPECT_TRUE(sources_to_ask(settings, known_sources, "/cnb").front().past_end_of_life);
    settings.index_keys = "";
    KnownSources with_key = known_sources;
    with_key.index_keys = "some key";
    EXPECT_NO_THROW(sources_to_ask(settings, with_key, "/cnb"));
    settings.unsigned_sources = {
        settings.runtime_sources[0].substr(0, settings.runtime_sources[0].find(','))};
    EXPECT_THAT(test::shown_error([&] { sources_to_ask(settings, with_key, "/cnb"); }),
                HasSubstr("needs a key"));
}

/// "Trust nothing that your key has not signed" is not to depend on which sources stand beside the signed
/// one.
TEST(SourcesWithKeysTest, WhatNoKeyCoversIsRefusedUnlessItIsNamed) {
    struct {
        const char* sources;
        const char* allowed;
        const char* refused;  ///< the source that the error names; empty: none
    } const cases[] = {
        {"index+https://a.example", "", ""},
        {"heroku+https://h.example", "", "heroku+https://h.example/"},
        {"index+https://a.example python-build-standalone+https://p.example", "",
         "python-build-standalone+https://p.example/"},
        {"heroku+https://h.example", "heroku+https://h.example", ""},
        {"heroku+https://h.example", "heroku+https://h.example/", ""},
        {"heroku+https://h.example", "heroku", ""},
        {"heroku+https://h.example", "heroku+https://other.example", "heroku+https://h.example/"},
        {"python-build-standalone+https://p.example", "heroku", "python-build-standalone+https://p.example/"},
    };
    for (const auto& given : cases) {
        Settings settings;
        settings.index_keys = base::PrivateKey::generate().public_key().base64();
        for (const auto word : base::words(given.sources)) settings.runtime_sources.emplace_back(word);
        for (const auto word : base::words(given.allowed)) settings.unsigned_sources.emplace_back(word);
        if (*given.refused == '\0') {
            EXPECT_NO_THROW(sources_to_ask(settings, {}, "/cnb")) << given.sources;
        } else {
            EXPECT_THAT(test::shown_error([&] { sources_to_ask(settings, {}, "/cnb"); }),
                        AllOf(HasSubstr("is not covered by the keys of this build"),
                              HasSubstr(base::format("BP_PYTHON_UNSIGNED_SOURCES={}\n", given.refused))));
        }
        settings.index_keys.clear();
        EXPECT_NO_THROW(sources_to_ask(settings, {}, "/cnb")) << "without keys everything is as it was";
    }
}

TEST(SourcesWithKeysTest, TheSchemeOfAnIndexIsNoName) {
    Settings settings;
    settings.index_keys = base::PrivateKey::generate().public_key().base64();
    settings.runtime_sources = {"index+https://a.example"};
    settings.unsigned_sources = {"index"};
    EXPECT_FALSE(sources_to_ask(settings, {}, "/cnb").front().is_unsigned_allowed);
    settings.unsigned_sources = {"index+https://a.example"};
    EXPECT_TRUE(sources_to_ask(settings, {}, "/cnb").front().is_unsigned_allowed);
}

TEST(EndOfLifeTest, TheLastDayIsSupported) {
    const VersionRequest request = *VersionRequest::parse("3.10", Origin::file(".python-version"));
    const Date last{2026y, std::chrono::month{10}, 31d};
    const Date after{2026y, std::chrono::month{11}, 1d};
    EXPECT_NO_THROW(refuse_end_of_life(request, known, {}, last));
    EXPECT_THROW(refuse_end_of_life(request, known, {}, after), base::UserError);
    EXPECT_EQ(
        resolve_runtime(request, Market{known, debian, {index({archive("3.10.20")})}, last}).runtimes.size(),
        1u);
}

TEST(EndOfLifeTest, OnlyMaintainedSeriesAreAdvised) {
    const auto refused = [](const char* wanted, const Date& at) {
        return test::shown_error([&] {
            refuse_end_of_life(*VersionRequest::parse(wanted, Origin::file(".python-version")), known, {},
                               at);
        });
    };
    EXPECT_THAT(refused("3.10", today), HasSubstr("such as 3.13 into"));
    const Date long_after{2040y, std::chrono::month{1}, 1d};
    for (const char* wanted : {"3.10", "<3.11", ">=3.13,<3.12"}) {
        EXPECT_THAT(refused(wanted, long_after), HasSubstr("Write another version into")) << wanted;
    }
}

TEST(EndOfLifeTest, ADefaultThatHasEndedIsNoFaultOfTheApp) {
    VersionRequest wish = *VersionRequest::parse("3.13", {Origin::Kind::standard});
    wish.is_wish = true;
    const Date after{2030y, std::chrono::month{1}, 1d};
    EXPECT_NO_THROW(refuse_end_of_life(wish, known, {}, after));
    EXPECT_EQ(
        resolve_runtime(wish, Market{known, debian, {index({archive("3.13.5"), archive("3.14.1")})}, after})
            .runtimes.front()
            .version.text(),
        "3.14.1");
}

}  // namespace
}  // namespace adder::python
