#include "python/versions/specifier_set.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

struct SetCase {
    const char* name;
    const char* set;
    const char* version;
    bool contains;
};
class SpecifierSetTest : public testing::TestWithParam<SetCase> {};

TEST_P(SpecifierSetTest, Contains) {
    const auto set = SpecifierSet::parse(GetParam().set);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->contains(*Pep440Version::parse(GetParam().version)), GetParam().contains);
}

INSTANTIATE_TEST_SUITE_P(
    Pep440, SpecifierSetTest,
    testing::Values(SetCase{"compatible_release", "~=3.12", "3.13.2", true},
                    SetCase{"compatible_release_ends", "~=3.12", "4.0", false},
                    SetCase{"compatible_patch", "~=3.12.1", "3.12.9", true},
                    SetCase{"compatible_patch_ends", "~=3.12.1", "3.13.0", false},
                    SetCase{"all_clauses_count", ">=3.11,<3.14,!=3.12.1", "3.12.1", false},
                    SetCase{"and_then_it_is_in", " >= 3.11 , < 3.14 , != 3.12.1 ,", "3.12.2", true},
                    SetCase{"prefix", "==3.13.*", "3.13.5", true},
                    SetCase{"prefix_of_numbers_not_digits", "==3.1.*", "3.13.5", false},
                    SetCase{"not_prefix", "!=3.13.*", "3.13.5", false},
                    SetCase{"equal_is_one_release", "==3.13", "3.13.5", false},
                    SetCase{"zeros_do_not_count", "==3.13", "3.13.0", true},
                    SetCase{"at_most_is_no_series", "<=3.13", "3.13.1", false},
                    SetCase{"greater_is_no_series", ">3.12", "3.12.1", true},
                    SetCase{"less_has_no_pre_releases", "<3.14", "3.14.0rc1", false},
                    SetCase{"less_than_one_has", "<3.14.0rc2", "3.14.0rc1", true},
                    SetCase{"at_least_has_later_pre_releases", ">=3.13", "3.14.0rc1", true},
                    SetCase{"greater_has_no_post", ">1.0", "1.0.post1", false},
                    SetCase{"local_is_equal", "==1.0", "1.0+ubuntu1", true},
                    SetCase{"unless_it_is_asked_for", "==1.0+ubuntu1", "1.0", false},
                    SetCase{"same_characters", "===3.13.5", "3.13.5", true},
                    SetCase{"not_the_same_characters", "===3.13", "3.13.0", false},
                    SetCase{"empty_is_all", "", "1.0", true}),
    [](const auto& test) { return test.param.name; });

TEST(SpecifierSetTest, WhatIsNone) {
    for (const char* text : {"3.13", ">=", "=>3.13", "=3.13", "^3.13", "~3.13", "~=3", "~=3.13.*", ">=3.13.*",
                             "==3.13rc1.*", ">=1.0+local", ">=3.11 <3.14", ">=3.11;", "latest"}) {
        EXPECT_EQ(SpecifierSet::parse(text).has_value(), false) << text;
    }
}

TEST(SpecifierSetTest, PreReleasesAreAskedForByNamingOne) {
    const auto asks = [](const char* text) { return SpecifierSet::parse(text)->asks_for_pre_releases(); };
    EXPECT_TRUE(asks(">=3.15.0rc1"));
    EXPECT_TRUE(asks(">=3.13,<3.15.dev1"));
    EXPECT_FALSE(asks(">=3.15"));
    EXPECT_FALSE(asks("!=3.15.0rc1"));
}

}  // namespace
}  // namespace adder::python
