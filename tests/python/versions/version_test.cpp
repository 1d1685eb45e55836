#include "python/versions/version.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

struct RequestCase {
    const char* name;
    const char* text;
    const char* expected;  ///< null: not a version
};
class VersionRequestTest : public testing::TestWithParam<RequestCase> {};

TEST_P(VersionRequestTest, Parses) {
    const auto request = VersionRequest::parse(GetParam().text, Origin::file("here"));
    if (!GetParam().expected) {
        EXPECT_EQ(request, std::nullopt);
    } else {
        ASSERT_TRUE(request);
        EXPECT_EQ(request->text(), GetParam().expected);
        EXPECT_EQ(request->origin.text(), "here");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Forms, VersionRequestTest,
    testing::Values(RequestCase{"series", "3.13", "3.13"}, RequestCase{"release", "3.13.5", "3.13.5"},
                    RequestCase{"as_heroku_wrote_it", "python-3.11.4", "3.11.4"},
                    RequestCase{"as_uv_writes_it", "cpython-3.12", "3.12"},
                    RequestCase{"as_uv_asks_for_it", "cpython@3.12.1", "3.12.1"},
                    RequestCase{"as_an_interpreter_is_called", "python3.12", "3.12"},
                    RequestCase{"as_uv_calls_what_it_installs", "cpython-3.13.5-linux-x86_64-gnu", "3.13.5"},
                    RequestCase{"on_another_machine", "cpython-3.13.5-macos-aarch64-none", "3.13.5"},
                    RequestCase{"free_threaded", "3.14t", "3.14t"},
                    RequestCase{"free_threaded_release", "3.14.0t", "3.14.0t"},
                    RequestCase{"free_threaded_by_its_name", "3.14+freethreaded", "3.14t"},
                    RequestCase{"all_of_it", "cpython-3.14.0rc1+freethreaded-linux-x86_64-gnu", "3.14.0rc1t"},
                    RequestCase{"pre_release", "3.15.0rc1", "3.15.0rc1"},
                    RequestCase{"pre_release_without_its_zero", "3.15b2", "3.15.0b2"},
                    RequestCase{"major_only", "3", "3"}, RequestCase{"specifier", ">=3.11", ">=3.11"},
                    RequestCase{"specifiers", " >=3.11, !=3.13.2 ", ">=3.11, !=3.13.2"},
                    RequestCase{"a_series_in_pep_440", "==3.12.*", "3.12"},
                    RequestCase{"a_release_in_pep_440", "==3.12.1", "3.12.1"},
                    RequestCase{"wildcard", "3.13.*", "3.13.*"}, RequestCase{"caret", "^3.11", "^3.11"},
                    RequestCase{"union", "~3.9 || ~3.12", "~3.9 || ~3.12"},
                    RequestCase{"other_interpreter", "pypy3.10", nullptr},
                    RequestCase{"development", "3.15-dev", nullptr},
                    RequestCase{"four_numbers", "3.13.5.1", nullptr},
                    RequestCase{"leading_zero", "3.013", nullptr}, RequestCase{"words", "latest", nullptr},
                    RequestCase{"huge", "3.99999999999", nullptr}, RequestCase{"only_a_sign", ">=", nullptr},
                    RequestCase{"no_platform", "cpython-3.13-linux", nullptr},
                    RequestCase{"empty", "", nullptr}),
    [](const auto& test) { return test.param.name; });

struct MatchCase {
    const char* name;
    const char* request;
    const char* version;
    bool matches;
};
class VersionMatchTest : public testing::TestWithParam<MatchCase> {};

TEST_P(VersionMatchTest, Matches) {
    const auto request = VersionRequest::parse(GetParam().request, {});
    ASSERT_TRUE(request);
    EXPECT_EQ(request->matches(*PythonVersion::parse(GetParam().version)), GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(Requests, VersionMatchTest,
                         testing::Values(MatchCase{"a_series_has_its_patches", "3.13", "3.13.9", true},
                                         MatchCase{"numbers_not_digits", "3.13", "3.1.3", false},
                                         MatchCase{"a_series_has_no_pre_release", "3.13", "3.13.0rc1", false},
                                         MatchCase{"a_release_is_one", "3.13.5", "3.13.6", false},
                                         MatchCase{"a_pre_release_by_name", "3.15.0rc1", "3.15.0rc1", true},
                                         MatchCase{"a_final_release_is_another", "3.15.0rc1", "3.15.0",
                                                   false},
                                         MatchCase{"a_set", ">=3.13.1", "3.13.1", true},
                                         MatchCase{"a_set_has_no_pre_release", ">=3.13", "3.15.0rc1", false},
                                         MatchCase{"unless_it_names_one", ">=3.15.0a1", "3.15.0rc1", true},
                                         MatchCase{"any_of_a_major_version", "3", "3.1.0", true}),
                         [](const auto& test) { return test.param.name; });

struct SeriesCase {
    const char* name;
    const char* request;
    SeriesNumber series;
    bool may_match;
};
class SeriesMatchTest : public testing::TestWithParam<SeriesCase> {};

TEST_P(SeriesMatchTest, MayMatch) {
    EXPECT_EQ(VersionRequest::parse(GetParam().request, {})->may_match(GetParam().series),
              GetParam().may_match);
}

INSTANTIATE_TEST_SUITE_P(Requests, SeriesMatchTest,
                         testing::Values(SeriesCase{"patch_of_a_bound", ">=3.13.20,<3.14", {3, 13}, true},
                                         SeriesCase{"nothing_below", ">=3.13.20", {3, 12}, false},
                                         SeriesCase{"greater_is_no_series", ">3.13", {3, 13}, true},
                                         SeriesCase{"at_most_has_the_first_release", "<=3.13", {3, 13}, true},
                                         SeriesCase{
                                             "pre_releases_only", ">=3.15.0a1,<3.15.0rc1", {3, 15}, true},
                                         SeriesCase{"none", ">=3.13,<3.12", {3, 13}, false}),
                         [](const auto& test) { return test.param.name; });

TEST(VersionLimitTest, KeepsASeriesToWhatElseIsDemanded) {
    VersionRequest request = *VersionRequest::parse("3.13", Origin::file(".python-version"));
    request.limits = {{*VersionSet::pep440(">=3.12,!=3.13.5"), Origin::file("requires-python")}};
    EXPECT_TRUE(request.matches({3, 13, 4}));
    EXPECT_FALSE(request.matches({3, 13, 5}));
    EXPECT_TRUE(request.may_match_any());
    request.limits.push_back({*VersionSet::poetry("^3.14"), Origin::file("Poetry's python")});
    EXPECT_FALSE(request.may_match_any());
}

}  // namespace
}  // namespace adder::python
