#include <adder/python/version.hpp>

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
    const auto request = VersionRequest::parse(GetParam().text, "here");
    if (!GetParam().expected) {
        EXPECT_EQ(request, std::nullopt);
    } else {
        ASSERT_TRUE(request);
        EXPECT_EQ(request->text(), GetParam().expected);
        EXPECT_EQ(request->origin, "here");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Forms, VersionRequestTest,
    testing::Values(RequestCase{"series", "3.13", "3.13"}, RequestCase{"release", "3.13.5", "3.13.5"},
                    RequestCase{"as_heroku_wrote_it", "python-3.11.4", "3.11.4"},
                    RequestCase{"as_uv_writes_it", "cpython-3.12", "3.12"},
                    RequestCase{"major_only", "3", nullptr}, RequestCase{"pre_release", "3.15.0rc1", nullptr},
                    RequestCase{"free_threaded", "3.14t", nullptr},
                    RequestCase{"other_interpreter", "pypy3.10", nullptr},
                    RequestCase{"specifier", ">=3.11", nullptr}, RequestCase{"wildcard", "3.13.*", nullptr},
                    RequestCase{"words", "latest", nullptr}, RequestCase{"huge", "3.99999999999", nullptr},
                    RequestCase{"empty", "", nullptr}),
    [](const auto& test) { return test.param.name; });

TEST(VersionRequestMatchTest, ASeriesMatchesAllItsPatches) {
    const auto series = *VersionRequest::parse("3.13", "");
    EXPECT_TRUE(series.matches({3, 13, 0}));
    EXPECT_TRUE(series.matches({3, 13, 9}));
    EXPECT_FALSE(series.matches({3, 1, 3}));
    EXPECT_FALSE(series.matches(*PythonVersion::parse("3.13.0rc1")));
    const auto release = *VersionRequest::parse("3.13.5", "");
    EXPECT_TRUE(release.matches({3, 13, 5}));
    EXPECT_FALSE(release.matches({3, 13, 6}));
}

}  // namespace
}  // namespace adder::python
