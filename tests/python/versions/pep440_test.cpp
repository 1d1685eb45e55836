#include "python/versions/pep440.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

struct FormCase {
    const char* name;
    const char* text;
    const char* normalised;  ///< null: not a version
};
class Pep440FormTest : public testing::TestWithParam<FormCase> {};

TEST_P(Pep440FormTest, Parses) {
    const auto version = Pep440Version::parse(GetParam().text);
    EXPECT_STREQ(version ? version->text().c_str() : nullptr, GetParam().normalised);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, Pep440FormTest,
    testing::Values(
        FormCase{"final", "3.13.5", "3.13.5"}, FormCase{"zeros_are_kept", "3.0.0", "3.0.0"},
        FormCase{"leading_zeros_are_not", "03.013", "3.13"}, FormCase{"candidate", "3.15.0rc1", "3.15.0rc1"},
        FormCase{"other_words", "V1.0-Alpha.1", "1.0a1"},
        FormCase{"candidate_by_its_old_name", "1.0c2", "1.0rc2"},
        FormCase{"no_number", "1.0.preview", "1.0rc0"}, FormCase{"post", "1.0.rev3", "1.0.post3"},
        FormCase{"implicit_post", "1.0-3", "1.0.post3"},
        FormCase{"everything", " 1!2.0b3.post4.dev5+Ubuntu_6.x ", "1!2.0b3.post4.dev5+ubuntu.6.x"},
        FormCase{"empty", "", nullptr}, FormCase{"words", "latest", nullptr},
        FormCase{"dot_at_the_end", "3.13.", nullptr}, FormCase{"two_pre_releases", "1.0a1b1", nullptr},
        FormCase{"dev_before_post", "1.0.dev1.post1", nullptr}, FormCase{"empty_local", "1.0+", nullptr},
        FormCase{"negative", "-1.0", nullptr}, FormCase{"number_too_long", "1.1234567890123456789", nullptr}),
    [](const auto& test) { return test.param.name; });

TEST(Pep440OrderTest, IsThatOfThePep) {
    const char* ascending[] = {
        "1.0.dev1",  "1.0a1.dev1", "1.0a1",          "1.0a1.post1", "1.0b2",    "1.0rc1", "1.0",  "1.0+abc",
        "1.0+abc.1", "1.0+1",      "1.0.post1.dev1", "1.0.post1",   "1.1.dev1", "1.1",    "1.10", "1!0.1"};
    for (std::size_t i = 1; i < std::size(ascending); ++i) {
        EXPECT_LT(*Pep440Version::parse(ascending[i - 1]), *Pep440Version::parse(ascending[i]))
            << ascending[i];
    }
    EXPECT_EQ(*Pep440Version::parse("1.0"), *Pep440Version::parse("1"));
    EXPECT_EQ(*Pep440Version::parse("0"), *Pep440Version::parse("0.0.0"));
}

}  // namespace
}  // namespace adder::python
