#include "cnb/toml_nesting.hpp"

#include <string>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

struct Case {
    const char* name;
    const char* text;
    unsigned nesting;
};
void PrintTo(const Case& test_case, std::ostream* out) { *out << test_case.name; }

class TomlNestingTest : public testing::TestWithParam<Case> {};

TEST_P(TomlNestingTest, IsTheDeepest) { EXPECT_EQ(toml_nesting(GetParam().text), GetParam().nesting); }

INSTANTIATE_TEST_SUITE_P(
    , TomlNestingTest,
    testing::Values(Case{"empty", "", 0}, Case{"flat", "a = 1\nb = 'x'\n", 0},
                    Case{"table", "[a]\nb = 1\n[[c]]\nd = 2\n", 2}, Case{"array", "a = [[1], [[2]]]", 3},
                    Case{"inline_table", "a = {b = {c = [1]}}", 3}, Case{"dotted_key", "a.b.c = 1", 2},
                    Case{"dotted_header", "[a.b.c]\nd.e = 1", 3}, Case{"numbers", "a = [1.0, 2.0, 3.0]", 2},
                    Case{"strings", "a = \"[[[\"\nb = '{{{'", 0}, Case{"escaped_quote", "a = \"\\\"[[[\"", 0},
                    Case{"multi_line_strings", "a = \"\"\"\n[[[ \" [[[\n\"\"\"\nb = '''\n{{{'''\nc = [1]", 1},
                    Case{"comment", "# [[[[ \"\na = [1]", 1},
                    Case{"string_not_closed", "a = \"[[[\n[[b]]", 2}, Case{"quote_at_the_end", "a = \"", 0},
                    Case{"escape_at_the_end", "a = \"\\", 0}),
    [](const auto& test_case) { return std::string{test_case.param.name}; });

}  // namespace
}  // namespace adder::cnb
