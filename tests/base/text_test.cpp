#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::base {
namespace {

using testing::ElementsAre;

TEST(TextTest, Trims) {
    EXPECT_EQ(trim(" \t a b\r\n"), "a b");
    EXPECT_EQ(trim(" \n"), "");
}

TEST(TextTest, SplitsAndJoins) {
    EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
    EXPECT_THAT(split("", ','), ElementsAre(""));
    EXPECT_THAT(words("  a\tb \n"), ElementsAre("a", "b"));
    EXPECT_THAT(words(" "), ElementsAre());
    EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
}

TEST(TextTest, LinesOfEveryPlatform) {
    EXPECT_THAT(lines("a\r\nb\n\nc"), ElementsAre("a", "b", "", "c"));
    EXPECT_THAT(lines("\xef\xbb\xbf"
                      "a\n"),
                ElementsAre("a"));
    EXPECT_THAT(lines(""), ElementsAre());
}

struct Utf8Case {
    const char* name;
    std::string_view text;
    bool valid;
};
class Utf8Test : public testing::TestWithParam<Utf8Case> {};

TEST_P(Utf8Test, IsJudgedByRfc3629) { EXPECT_EQ(is_valid_utf8(GetParam().text), GetParam().valid); }

INSTANTIATE_TEST_SUITE_P(Text, Utf8Test,
                         testing::Values(Utf8Case{"empty", "", true}, Utf8Case{"ascii", "abc", true},
                                         Utf8Case{"all_lengths", "aä€😀", true},
                                         Utf8Case{"latin1", "caf\xe9", false},
                                         Utf8Case{"utf16", "\xff\xfe\x33", false},
                                         Utf8Case{"overlong", "\xc0\xaf", false},
                                         Utf8Case{"overlong_three", "\xe0\x80\x80", false},
                                         Utf8Case{"surrogate", "\xed\xa0\x80", false},
                                         Utf8Case{"beyond_unicode", "\xf4\x90\x80\x80", false},
                                         Utf8Case{"cut_off", "\xe2\x82", false}),
                         [](const auto& test) { return test.param.name; });

TEST(TextTest, ParsesNumbers) {
    EXPECT_EQ(parse_number("42"), 42u);
    for (const char* text : {"", "-1", "+1", "1a", " 1", "99999999999"})
        EXPECT_EQ(parse_number(text), std::nullopt);
}

TEST(TextTest, WhatIsShownCannotMoveTheCursor) {
    EXPECT_EQ(printable("a\x1b[31mä\xff"), "a\\x1b[31mä\\xff");
    EXPECT_EQ(printable("abcdef", 3), "abc…");
    EXPECT_EQ(printable("\t\n"), "\\x09\\x0a");
    EXPECT_EQ(printable("\u009b\u202e\u2066\u2028\U000e0041"), "\\x9b\\u202e\\u2066\\u2028\\U000e0041");
    EXPECT_EQ(printable("नमस्ते 👩\u200d💻 می\u200cخواهم"), "नमस्ते 👩\u200d💻 می\u200cخواهم");
}

TEST(TextTest, SizesForPeople) {
    EXPECT_EQ(human_size(17), "17 bytes");
    EXPECT_EQ(human_size(800'000), "800 kB");
    EXPECT_EQ(human_size(12'100'000), "12.1 MB");
    EXPECT_EQ(human_size(1'230'000'000), "1.23 GB");
}

}  // namespace
}  // namespace adder::base
