#include "resolve_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(ResolveTest, ASourceWithoutIndexHasTheCataloguesNewestPatch) {
    const Runtime runtime = resolved("3.13", ubuntu, {heroku()}).front();
    EXPECT_EQ(runtime.url.text(), "https://h.example/python-3.13.5-ubuntu-24.04-amd64.tar.zst");
    EXPECT_EQ(runtime.digest, std::nullopt);
    EXPECT_EQ(resolved("3.13.2", ubuntu, {heroku()}).front().version.text(), "3.13.2");
}

TEST(ResolveTest, AnIndexHasItsNewestPatchAndBuildForTheTarget) {
    const Offer offer = index({archive("3.13.1"), archive("3.13.5", 2), archive("3.13.5"),
                               archive("3.13.9", 1, "13"), archive("3.12.9")});
    const Runtime runtime = resolved("3.13", debian, {offer}).front();
    EXPECT_EQ(runtime.url.text(), "https://i.example/dir/python-3.13.5%2B2.tar.zst");
    EXPECT_EQ(runtime.build, 2u);
    EXPECT_EQ(runtime.digest, digest);
}

TEST(ResolveTest, SpecialBuildsAreNotForWhoeverDoesNotAskForThem) {
    IndexEntry free_threaded = archive("3.13.9");
    free_threaded.id.free_threaded = true;
    IndexEntry minimal = archive("3.13.8");
    minimal.id.variant = runtimes::Variant::minimal;
    const Offer offer = index({free_threaded, minimal, archive("3.13.7rc1"), archive("3.13.5")});
    EXPECT_EQ(resolved("3.13", debian, {offer}).front().version.text(), "3.13.5");
    EXPECT_THAT(refusal("3.13.9", debian, {offer}), HasSubstr("There is no Python 3.13.9."));
}

TEST(ResolveTest, AnArchiveForOneVariantOfAnArchitectureIsNotForOthers) {
    IndexEntry v8 = archive("3.13.5");
    v8.id.target.variant = "v8";
    cnb::Target target = debian;
    target.variant = "v8";
    EXPECT_EQ(resolved("3.13", target, {index({v8})}).size(), 1u);
    EXPECT_EQ(resolved("3.13", target, {index({archive("3.13.5")})}).size(), 1u);
    EXPECT_THAT(refusal("3.13", debian, {index({v8})}), HasSubstr("It exists for: debian-12-amd64-v8."));
}

TEST(ResolveTest, AnIndexMayKnowVersionsTheCatalogueDoesNot) {
    EXPECT_EQ(resolved("3.16", debian, {index({archive("3.16.0")})}).front().version.text(), "3.16.0");
}

TEST(ResolveTest, LaterSourcesAreMirrorsOfTheFirstThatHasIt) {
    EXPECT_EQ(resolved("3.13", debian,
                       {heroku(), index({archive("3.13.5")}), index({archive("3.13.5")}),
                        index({archive("3.13.1")})})
                  .size(),
              2u);
}

TEST(ResolveTest, ASourceThatCannotBeReadIsPassedOver) {
    Offer broken = index({});
    broken.unreachable = "connection refused";
    EXPECT_EQ(resolved("3.13", debian, {broken, index({archive("3.13.5")})}).size(), 1u);
    EXPECT_THAT(refusal("3.13", debian, {broken}),
                AllOf(HasSubstr("The list of Python runtimes could not be read."),
                      HasSubstr("index+https://i.example/dir/"), HasSubstr("connection refused")));
}

struct SetCase {
    const char* name;
    const char* wanted;
    const char* version;
};
class ResolveSetTest : public testing::TestWithParam<SetCase> {};

/// 3.13 is the default, 3.10 is past its end, and 3.14 is newer than what the catalogue knows.
TEST_P(ResolveSetTest, TakesTheDefaultElseTheNewest) {
    const Offer offer =
        index({archive("3.10.20"), archive("3.12.8"), archive("3.12.9"), archive("3.13.1"), archive("3.13.5"),
               archive("3.13.4"), archive("3.14.0"), archive("3.15.0rc1"), archive("3.15.0rc2")});
    EXPECT_EQ(resolved(GetParam().wanted, debian, {offer}).front().version.text(), GetParam().version);
}

INSTANTIATE_TEST_SUITE_P(
    Sets, ResolveSetTest,
    testing::Values(SetCase{"open", ">=3.9", "3.13.5"}, SetCase{"bounded", ">=3.9,<3.13", "3.12.9"},
                    SetCase{"series", "==3.12.*", "3.12.9"}, SetCase{"compatible", "~=3.12", "3.13.5"},
                    SetCase{"compatible_patch", "~=3.12.5", "3.12.9"},
                    SetCase{"without_the_newest_patch", "!=3.13.5", "3.13.4"},
                    SetCase{"below_a_patch", ">=3.13,<3.13.4", "3.13.1"},
                    SetCase{"above_the_default", ">3.13.5", "3.14.0"},
                    SetCase{"above_all_finals", ">=3.15.0a1", "3.15.0rc2"},
                    SetCase{"a_pre_release_is_named_but_not_needed", ">=3.12.0rc1", "3.13.5"},
                    SetCase{"caret", "^3.11", "3.13.5"}, SetCase{"tilde", "~3.12", "3.12.9"},
                    SetCase{"wildcard", "3.12.*", "3.12.9"}, SetCase{"union", "~3.10 || ~3.12", "3.12.9"},
                    SetCase{"major", "3", "3.13.5"}, SetCase{"pre_release", "3.15.0rc1", "3.15.0rc1"}),
    [](const auto& test) { return test.param.name; });

TEST(ResolveTest, ASetTakesWhatThereIs) {
    EXPECT_EQ(resolved(">=3.9", debian, {index({archive("3.12.8")})}).front().version.text(), "3.12.8")
        << "the default is to be had nowhere";
    EXPECT_EQ(resolved(">=3.9", debian, {index({archive("3.12.8")}), index({archive("3.13.1")})})
                  .front()
                  .version.text(),
              "3.13.1")
        << "the default goes before the order of sources";
    EXPECT_THAT(refusal(">=3.9", debian, {index({archive("3.10.20")})}),
                HasSubstr("There is no Python >=3.9."));
    EXPECT_THAT(refusal(">=3.15", debian, {index({archive("3.15.0rc1"), archive("3.13.5")})}),
                HasSubstr("There is no Python >=3.15."));
}

TEST(ResolveTest, ASetPrefersWhatTheAppWasBuiltWith) {
    const std::vector<Offer> offers{index({archive("3.10.20"), archive("3.12.9"), archive("3.13.5")})};
    VersionRequest request =
        *VersionRequest::parse(">=3.9", Origin::declaration("requires-python", "pyproject.toml"));
    const auto version = [&](const SeriesNumber& preferred) {
        request.preferred = preferred;
        return resolve_runtime(request, Market{known, debian, offers, today}).runtimes.front().version.text();
    };
    EXPECT_EQ(version({3, 12}), "3.12.9");
    EXPECT_EQ(version({3, 10}), "3.13.5") << "it is past its end";
    EXPECT_EQ(version({3, 14}), "3.13.5") << "nobody has it";
}

TEST(ResolveTest, ASetByNameIsTheNewestKnownPatchInIt) {
    const auto url = [](const char* wanted) {
        return resolved(wanted, ubuntu, {heroku()}).front().url.text();
    };
    EXPECT_EQ(url(">=3.9,<3.13"), "https://h.example/python-3.12.9-ubuntu-24.04-amd64.tar.zst");
    EXPECT_EQ(url("!=3.13.5,!=3.13.4"), "https://h.example/python-3.13.3-ubuntu-24.04-amd64.tar.zst");
    EXPECT_EQ(url("~=3.12.3,<3.12.8"), "https://h.example/python-3.12.7-ubuntu-24.04-amd64.tar.zst");
    EXPECT_THAT(refusal(">=3.13.9", ubuntu, {heroku()}), HasSubstr("There is no Python >=3.13.9."));
    EXPECT_EQ(url("3.15.0rc1"), "https://h.example/python-3.15.0rc1-ubuntu-24.04-amd64.tar.zst");
}

TEST(ResolveTest, FreeThreadedForWhoAsksForIt) {
    IndexEntry free_threaded = archive("3.13.4");
    free_threaded.id.free_threaded = true;
    const Offer offer = index({free_threaded, archive("3.13.5")});
    const Runtime runtime = resolved("3.13t", debian, {heroku(), offer}).front();
    EXPECT_EQ(runtime.name(), "3.13.4t");
    EXPECT_TRUE(runtime.free_threaded);
    EXPECT_EQ(resolved("3.13.4+freethreaded", debian, {offer}).front().name(), "3.13.4t");
    EXPECT_THAT(refusal("3.13.5t", debian, {offer}),
                AllOf(HasSubstr("There is no Python 3.13.5t."),
                      HasSubstr("Available for linux/amd64 · debian 12: 3.13.4t.")));
    EXPECT_THAT(refusal("3.13t", ubuntu, {heroku()}), HasSubstr("There is no Python 3.13t."));
}

TEST(EndOfLifeTest, IsRefusedWhateverSourcesHave) {
    const auto refused = [](const char* wanted) {
        return test::shown_error([&] {
            refuse_end_of_life(*VersionRequest::parse(wanted, Origin::file(".python-version")), known, {},
                               today);
        });
    };
    EXPECT_THAT(refused("3.10"), AllOf(HasSubstr("Python 3.10 has reached its end of life."),
                                       HasSubstr("2026-10-31"), HasSubstr("3.13")));
    EXPECT_THAT(refused("2.7"), HasSubstr("Python 2.7 has reached its end of life."));
    EXPECT_THAT(refused("3.9.1"), HasSubstr("Python 3.9 has reached its end of life."));
    EXPECT_EQ(refused("3.12"), "no error");
    EXPECT_EQ(refused("3.99"), "no error") << "nobody knows it yet";

    EXPECT_THAT(refused("<3.11"),
                AllOf(HasSubstr("Every Python that .python-version allows has reached its end of life."),
                      HasSubstr("The newest of these, 3.10")));
    EXPECT_THAT(refused("~=3.10.0"), HasSubstr("3.10, got its last security fixes on 2026-10-31"));
    EXPECT_THAT(refused("~2.7 || ~3.5"),
                HasSubstr("The newest of these, 3.5, got its last security fixes long ago"));
    EXPECT_THAT(refused(">=3.13,<3.12"), HasSubstr("No Python can be what .python-version asks for."));
    EXPECT_THAT(refused("<2"), HasSubstr("No Python can be what .python-version asks for."));
    EXPECT_EQ(refused(">=3.5"), "no error");
    EXPECT_EQ(refused(">=3.5,<3.13"), "no error");
    EXPECT_EQ(refused(">=3.15"), "no error") << "nobody knows it yet";
}

TEST(ResolveTest, AVersionNobodyHas) {
    EXPECT_THAT(refusal("3.99", debian, {index({archive("3.13.5"), archive("3.12.9")})}),
                AllOf(HasSubstr("There is no Python 3.99."), HasSubstr(".python-version asks for it"),
                      HasSubstr("Available for linux/amd64 · debian 12: 3.12.9, 3.13.5.")));
    EXPECT_THAT(refusal("3.13.99", debian, {index({archive("3.13.5")})}),
                HasSubstr("There is no Python 3.13.99."));
}

TEST(ResolveTest, AVersionOnlyOtherTargetsHave) {
    EXPECT_THAT(refusal("3.13", debian, {heroku(), index({archive("3.13.5", 1, "13"), archive("3.12.9")})}),
                AllOf(HasSubstr("Python 3.13 is not available for linux/amd64 · debian 12."),
                      HasSubstr("It exists for: debian-13-amd64, ubuntu-24.04-amd64."),
                      HasSubstr("Available for linux/amd64 · debian 12: 3.12.9.")));
}

TEST(ResolveTest, ATargetWithoutADistributionHasNoNamedArchive) {
    EXPECT_THAT(refusal("3.13", {"linux", "amd64", {}, {}, {}}, {heroku()}),
                HasSubstr("is not available for linux/amd64."));
}

TEST(SourcesTest, ThePersonsReplaceTheCatalogues) {
    Settings settings;
    EXPECT_EQ(sources_to_ask(settings, known_sources, "/cnb").front().display(), "heroku+https://h.example/");
    settings.runtime_sources = {"index+file:///a", "index+file:///b"};
    EXPECT_EQ(sources_to_ask(settings, known_sources, "/cnb").size(), 2u);
}

std::vector<std::string> advice(const char* wanted, const std::vector<Offer>& offers,
                                const Date& at = today) {
    const VersionRequest request = *VersionRequest::parse(wanted, Origin::file(".python-version"));
    const std::vector<Runtime> runtimes =
        resolve_runtime(request, Market{known, debian, offers, at}).runtimes;
    std::vector<std::string> titles;
    for (const Advice& one : advice_on(runtimes.front(), request, Market{known, debian, offers, at}))
        titles.push_back(one.title);
    return titles;
}

TEST(AdviceTest, AnEndThatIsNearIsToldHalfAYearBefore) {
    const std::vector<Offer> offers{index({archive("3.12.9")})};
    EXPECT_THAT(advice("3.12", offers), testing::ElementsAre());
    EXPECT_THAT(advice("3.12", offers, {2028y, std::chrono::month{5}, 1d}), testing::ElementsAre());
    EXPECT_THAT(advice("3.12", offers, {2028y, std::chrono::month{5}, 2d}),
                testing::ElementsAre("Python 3.12 reaches its end of life on 2028-10-31."));
}

TEST(AdviceTest, ANewerPatchIsToldToWhoAsksForAnOlderOne) {
    EXPECT_THAT(advice("3.13.2", {index({archive("3.13.2")})}),  // the catalogue knows 3.13.5
                testing::ElementsAre("Python 3.13.2 is not the newest 3.13."));
    EXPECT_THAT(advice("3.13.5", {index({archive("3.13.5"), archive("3.13.7")})}),
                testing::ElementsAre("Python 3.13.5 is not the newest 3.13."));
    EXPECT_THAT(advice("3.13.5", {index({archive("3.13.5"), archive("3.12.9"), archive("3.13.7", 1, "13")})}),
                testing::ElementsAre());
    EXPECT_THAT(advice("3.13", {index({archive("3.13.2")})}), testing::ElementsAre());
}

}  // namespace
}  // namespace adder::python
