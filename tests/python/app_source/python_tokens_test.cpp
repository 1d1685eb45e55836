#include "python/app_source/python_tokens.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/cpu_time.hpp>

namespace adder::python {
namespace {

using testing::ElementsAre;

/// The tokens of a source, with spaces between; a line's end is '|', a string is in angle brackets.
std::string tokens_of(std::string_view source) {
    PythonTokens tokens{source};
    std::string result;
    for (;;) {
        const PythonToken token = tokens.next();
        if (token.kind == PythonToken::Kind::end) return result;
        if (!result.empty()) result += ' ';
        const bool is_string = token.kind == PythonToken::Kind::string;
        result += token.kind == PythonToken::Kind::line_end ? "|"
                  : is_string                               ? "<" + std::string{token.text} + ">"
                                                            : std::string{token.text};
    }
}

struct Case {
    const char* name;
    std::string_view source;
    std::string_view tokens;
};
class PythonTokensTest : public testing::TestWithParam<Case> {};

TEST_P(PythonTokensTest, Are) { EXPECT_EQ(tokens_of(GetParam().source), GetParam().tokens); }

using namespace std::string_view_literals;

// clang-format off
INSTANTIATE_TEST_SUITE_P(Sources, PythonTokensTest, testing::Values(
    Case{"empty", "", ""},
    Case{"names_numbers_symbols", "x1 = a.b(1_0, 0x1F, 1.5e3, .5)", "x1 = a . b ( 1_0 , 0x1F , 1.5e3 , .5 ) |"},
    Case{"double_symbols", "a==b; a+=1; f()->x; c:=2", "a == b | a += 1 | f ( ) -> x | c := 2 |"},
    Case{"comments", "# a = 1\nb = 2  # c\n#", "b = 2 |"},
    Case{"blank_lines", "\n\n  \na\n\n\t\nb", "a | b |"},
    Case{"brackets_join_lines", "f(\n  a,\n\n  # no\n  b)\nc", "f ( a , b ) | c |"},
    Case{"a_backslash_joins_lines", "a = \\\n  1\nb", "a = 1 | b |"},
    Case{"windows_lines", "a = f(\r\n1)\r\nb\r\n", "a = f ( 1 ) | b |"},
    Case{"old_mac_lines", "a\rb\r", "a | b |"},
    Case{"byte_order_mark", "\xef\xbb\xbf""a", "a |"},
    Case{"names_of_other_scripts", "größe = 1", "größe = 1 |"},
    Case{"strings", "a = 'x' \"y'\" '\\'' ''", "a = <'x'> <\"y'\"> <'\\''> <''> |"},
    Case{"prefixes", "rb'\\\\' Br\"x\" u'' f'' brr'x'", "<rb'\\\\'> <Br\"x\"> <u''> <f''> brr <'x'> |"},
    Case{"raw_strings_keep_their_backslashes", "r'\\d' x", "<r'\\d'> x |"},
    Case{"three_quotes", "a = '''b\n' # no\n''' + \"\"\"\\\"\"\"\"", "a = <'''b\n' # no\n'''> + <\"\"\"\\\"\"\"\"> |"},
    Case{"hash_in_a_string", "a = '#' + b", "a = <'#'> + b |"},
    Case{"f_string", "f'{a!r:>{width}} {{b}}' c", "<f'{a!r:>{width}} {{b}}'> c |"},
    Case{"f_string_with_the_same_quotes", "f\"{d[\"k\"]} {f\"{x}\"}\" c", "<f\"{d[\"k\"]} {f\"{x}\"}\"> c |"},
    Case{"f_string_of_lines", "f'''{\n a # '}\n}''' c", "<f'''{\n a # '}\n}'''> c |"},
    Case{"f_string_with_a_format_of_quotes", "f'{t:%H:%M}' c", "<f'{t:%H:%M}'> c |"},
    Case{"a_string_that_is_not_closed_ends_with_its_line", "a = 'b\nc", "a = <'b> | c |"},
    Case{"nor_an_f_string", "a = f'b\nc", "a = <f'b> | c |"},
    Case{"three_quotes_that_are_not_closed_end_with_the_source", "a = '''b\nc", "a = <'''b\nc> |"},
    Case{"a_string_may_go_on_behind_a_backslash", "'a\\\r\nb' c", "<'a\\\r\nb'> c |"},
    Case{"brackets_that_were_never_opened", ")]} a\nb", ") ] } a | b |"},
    Case{"brackets_that_are_not_closed", "f(a\nb", "f ( a b |"},
    Case{"nul", "a\0= 1"sv, "a = 1 |"},
    Case{"not_utf8", "a\xff = \"\xfe\"", "a\xff = <\"\xfe\"> |"},
    Case{"no_python_at_all", "\x7f""ELF$?!`", "\x7f ELF $ ? ! ` |"}),
    [](const auto& test) { return test.param.name; });
// clang-format on

TEST(PythonTokensTest, KnowWhereTheyStand) {
    PythonTokens tokens{"a\n  '''\n'''; b\n\tc\n"};
    std::vector<std::pair<unsigned, unsigned>> places;
    for (PythonToken token = tokens.next(); token.kind != PythonToken::Kind::end; token = tokens.next()) {
        if (token.kind != PythonToken::Kind::line_end) places.emplace_back(token.line, token.indentation);
    }
    EXPECT_THAT(places,
                ElementsAre(std::pair{1u, 0u}, std::pair{2u, 2u}, std::pair{3u, 2u}, std::pair{4u, 8u}));
}

TEST(PythonTokensTest, ContentsOfStrings) {
    const auto contents = [](std::string_view source) {
        return string_contents(PythonTokens{source}.next());
    };
    EXPECT_EQ(contents("'a.b'"), "a.b");
    EXPECT_EQ(contents("r\"\"\"x\"\"\""), "x");
    EXPECT_EQ(contents("''"), "");
    EXPECT_EQ(contents("'open"), "open");
    EXPECT_EQ(contents("'"), "");
    EXPECT_EQ(contents("'''"), "");
    EXPECT_EQ(contents("f'{a}'"), "");
    EXPECT_EQ(contents("name"), "");
}

/// Of texts that nest as deep as they are long.
TEST(PythonTokensTest, TakeTimeInProportionToTheSource) {
    for (const char* piece :
         {"f'{", "f\"{", "(", "'''", "'", "{", "f'{x:{", "\\\n", "f'''{'", "\"\\", "a.", "#\n", ";"}) {
        std::string source;
        while (source.size() < 2'000'000) source += piece;
        const test::CpuWatch watch;
        PythonStatements statements{source};
        PythonStatement statement;
        while (statements.next(statement)) EXPECT_LE(statement.tokens.size(), PythonStatements::longest);
        EXPECT_LT(watch.seconds(), test::linear_time) << piece;
    }
}

}  // namespace
}  // namespace adder::python
