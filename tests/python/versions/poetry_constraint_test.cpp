#include "python/versions/poetry_constraint.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

struct ConstraintCase {
    const char* name;
    const char* constraint;
    const char* version;
    bool contains;
};
class PoetryConstraintTest : public testing::TestWithParam<ConstraintCase> {};

TEST_P(PoetryConstraintTest, Contains) {
    const auto constraint = PoetryConstraint::parse(GetParam().constraint);
    ASSERT_TRUE(constraint);
    EXPECT_EQ(constraint->contains(*Pep440Version::parse(GetParam().version)), GetParam().contains);
}

INSTANTIATE_TEST_SUITE_P(
    Poetry, PoetryConstraintTest,
    testing::Values(ConstraintCase{"caret", "^3.11", "3.14.5", true},
                    ConstraintCase{"caret_ends_at_the_next_major", "^3.11", "4.0.0", false},
                    ConstraintCase{"caret_below_one", "^0.2.3", "0.3.0", false},
                    ConstraintCase{"caret_below_a_tenth", "^0.0.3", "0.0.4", false},
                    ConstraintCase{"tilde", "~3.12", "3.12.9", true},
                    ConstraintCase{"tilde_ends_at_the_next_minor", "~3.12", "3.13.0", false},
                    ConstraintCase{"tilde_of_a_patch", "~3.12.1", "3.12.0", false},
                    ConstraintCase{"tilde_of_a_major", "~3", "3.99.0", true},
                    ConstraintCase{"pep440_tilde", "~=3.12", "3.13.0", true},
                    ConstraintCase{"wildcard", "3.13.*", "3.13.5", true},
                    ConstraintCase{"wildcard_of_a_major", "3.*", "2.7.18", false},
                    ConstraintCase{"star", "*", "2.7.18", true},
                    ConstraintCase{"exact", "3.13.5", "3.13.5", true},
                    ConstraintCase{"exact_is_no_series", "3.13", "3.13.5", false},
                    ConstraintCase{"comma", ">=3.9,<3.13", "3.13.0", false},
                    ConstraintCase{"space", ">=3.9 <3.13", "3.12.0", true},
                    ConstraintCase{"inequality", "!=3.12.1", "3.12.1", false},
                    ConstraintCase{"union", "~3.9 || ^3.12", "3.9.1", true},
                    ConstraintCase{"union_with_one_bar", "~3.9|~3.12", "3.12.1", true},
                    ConstraintCase{"union_leaves_out", "~3.9 || ~3.12", "3.11.1", false},
                    ConstraintCase{"less_has_no_pre_releases", "<3.14", "3.14.0rc1", false}),
    [](const auto& test) { return test.param.name; });

TEST(PoetryConstraintTest, WhatIsNone) {
    for (const char* text :
         {"", "latest", "^", "^3.x", "~3.*", "<>3.12", "3.12rc1.*", "^3.11 ||", "^^3.11"}) {
        EXPECT_FALSE(PoetryConstraint::parse(text).has_value()) << text;
    }
}

TEST(PoetryConstraintTest, PreReleasesAreAskedForByNamingOne) {
    EXPECT_TRUE(PoetryConstraint::parse("~3.9 || >=3.15.0rc1")->asks_for_pre_releases());
    EXPECT_FALSE(PoetryConstraint::parse("^3.15")->asks_for_pre_releases());
}

}  // namespace
}  // namespace adder::python
