#include "runtimes/version.hpp"

#include <gtest/gtest.h>

namespace adder::runtimes {
namespace {

TEST(PythonVersionTest, ReadsWhatItWrites) {
    EXPECT_EQ(PythonVersion::parse("3.13.5"), (PythonVersion{3, 13, 5}));
    for (const char* text : {"3.13.5", "3.10.0", "2.7.18", "3.15.0a1", "3.15.0b4", "3.15.0rc12"}) {
        const auto version = PythonVersion::parse(text);
        ASSERT_TRUE(version) << text;
        EXPECT_EQ(version->text(), text);
    }
    EXPECT_EQ(PythonVersion::parse("3.15.0rc1")->series(), "3.15");
}

class NoVersionTest : public testing::TestWithParam<const char*> {};

TEST_P(NoVersionTest, IsNothing) { EXPECT_EQ(PythonVersion::parse(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(Texts, NoVersionTest,
                         testing::Values("", "3", "3.13", "3.13.", "3.13.5.1", "v3.13.5", "3..5", "3.13.05",
                                         "3.13.-1", "3.13.5 ", "3.13.5rc", "3.13.5c1", "3.13.5rc01",
                                         "3.13.5rc1x", "3.13.x", "3.13.5-1", "3.13.5+2", "3.14.0t",
                                         "../3.1.1", "3.99999999999.0", "3.13.0rc99999999999", "3.13.\xff"));

TEST(PythonVersionTest, SortsAsReleased) {
    const char* in_order[] = {"3.9.25",    "3.13.5",   "3.13.10",   "3.15.0a2",
                              "3.15.0a10", "3.15.0b1", "3.15.0rc1", "3.15.0"};
    for (std::size_t i = 0; i + 1 < std::size(in_order); ++i) {
        EXPECT_LT(PythonVersion::parse(in_order[i]), PythonVersion::parse(in_order[i + 1]));
    }
}

TEST(PythonVersionTest, KnowsWhatIsNotReleasedYet) {
    EXPECT_TRUE(PythonVersion::parse("3.15.0b1")->is_pre_release());
    EXPECT_FALSE(PythonVersion::parse("3.15.0")->is_pre_release());
}

}  // namespace
}  // namespace adder::runtimes
