#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/toml.hpp>

#include <functional>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/cpu_time.hpp>
#include <support/errors.hpp>

namespace adder::cnb {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <typename Action>
std::string error_of(const Action& action) {
    try {
        action();
    } catch (const base::Error& error) {
        return error.message();
    }
    return "no error";
}

TEST(TomlTest, WhatIsWrittenReadsBackTheSame) {
    const TomlTable table{
        {"text", "quotes \" and \\ and \n and \x01 and ä"},
        {"number", 42},
        {"real", 0.5},
        {"whole real", 3.0},
        {"truth", true},
        {"list", TomlArray{"a", 1, TomlTable{{"k", "v"}}}},
        {"empty", TomlTable{}},
        {"table", TomlTable{{"a.b", TomlTable{{"c", "d"}}}, {"list", TomlArray{}}}},
        {"tables", TomlArray{TomlTable{{"x", 1}, {"y", TomlTable{{"z", 2}}}}, TomlTable{}}},
    };
    EXPECT_EQ(parse_toml(to_toml_text(table), "test"), table) << to_toml_text(table);
}

TEST(TomlTest, TablesAreWrittenAsSections) {
    EXPECT_EQ(to_toml_text({{"types", TomlTable{{"launch", true}}}, {"metadata", TomlTable{{"k", "v"}}}}),
              "[metadata]\nk = \"v\"\n\n[types]\nlaunch = true\n");
}

TEST(TomlTest, DatesAreText) {
    EXPECT_EQ(parse_toml("d = 2024-01-02T03:04:05Z", "test").at("d"), TomlValue{"2024-01-02T03:04:05Z"});
}

TEST(TomlTest, AnEmptyFileIsAnEmptyTable) {
    const base::TempDir directory;
    base::write_file(directory.path() / "f.toml", "\n");
    EXPECT_TRUE(read_toml_file(directory.path() / "f.toml").empty());
}

TEST(TomlTest, BadTextIsOneErrorThatNamesTheFile) {
    for (const char* text : {"a = ", "a = [1", "[t\n", "a = \"\xff\"", "= 1", "a = 1\na = 2"}) {
        EXPECT_THAT(error_of([&] { parse_toml(text, "some.toml"); }),
                    HasSubstr("some.toml is not valid TOML"))
            << text;
    }
}

class TomlReaderTest : public testing::Test {
  protected:
    TomlTable table_ = parse_toml(
        "text = 'x'\n"
        "number = 42.0\n"
        "half = 0.5\n"
        "list = ['a', 'b']\n"
        "[inner]\n"
        "flag = true\n"
        "[[many]]\n"
        "name = 'one'\n"
        "[[many]]\n"
        "nom = 'two'\n",
        "f.toml");
    TomlReader reader_{table_, "f.toml"};
};

TEST_F(TomlReaderTest, ReadsWhatIsThere) {
    EXPECT_EQ(reader_.text("text"), "x");
    EXPECT_EQ(reader_.find_text("absent"), std::nullopt);
    EXPECT_THAT(reader_.texts("list"), ElementsAre("a", "b"));
    EXPECT_THAT(reader_.texts("absent"), ElementsAre());
    EXPECT_TRUE(reader_.table("inner").flag("flag", false));
    EXPECT_TRUE(reader_.table("inner").flag("absent", true));
    EXPECT_EQ(reader_.tables("many").size(), 2u);
}

TEST_F(TomlReaderTest, AWholeFloatIsANumber) {  // what the lifecycle makes of 42
    EXPECT_EQ(reader_.find_integer("number"), 42);
    EXPECT_THAT(error_of([&] { reader_.find_integer("half"); }),
                HasSubstr("f.toml, line 3: half should be a whole number"));
}

TEST_F(TomlReaderTest, ErrorsNameFileLineAndPath) {
    EXPECT_EQ(error_of([&] { reader_.text("number"); }), "f.toml, line 2: number should be a string");
    EXPECT_EQ(error_of([&] { reader_.text("absent"); }), "f.toml: absent is missing");
    EXPECT_EQ(error_of([&] { reader_.table("inner").text("flag"); }),
              "f.toml, line 6: inner.flag should be a string");
    EXPECT_EQ(error_of([&] { reader_.tables("many")[1].text("name"); }), "f.toml: many[1].name is missing");
}

TEST(TomlTest, NestingThatWouldExhaustTheStackIsRefused) {
    const auto error = [](const std::string& text) {
        return test::error_text([&] { parse_toml(text, "x.toml"); });
    };
    const auto repeated = [](const char* text, int count) {
        std::string result;
        for (int i = 0; i < count; ++i) result += text;
        return result;
    };
    const std::string too_deep = "x.toml cannot be read: it nests more than 100 levels deep";
    for (const int count : {101, 1'000'000}) {
        EXPECT_EQ(error("a = " + repeated("[", count)), too_deep);
        EXPECT_EQ(error("a = " + repeated("{a=", count)), too_deep);
        EXPECT_EQ(error("a" + repeated(".a", count) + " = 1"), too_deep);
        EXPECT_EQ(error("[a" + repeated(".a", count) + "]"), too_deep);
        EXPECT_EQ(error("a = {a" + repeated(".a", count) + " = 1}"), too_deep);
    }
    EXPECT_EQ(error("a = " + repeated("[", 100) + repeated("]", 100)), "no error");
    EXPECT_EQ(error("a" + repeated(".a", 99) + " = 1"), "no error");
    // Brackets that nest nothing.
    EXPECT_EQ(error("a = '" + repeated("[", 200) + "' # " + repeated("{", 200)), "no error");
    EXPECT_EQ(error(repeated("[[a]]\n", 200)), "no error");
}

TEST(TomlTest, SaysWhatIsWrongInWhichLine) {
    const auto error = [](const char* text) { return test::error_text([&] { parse_toml(text, "x.toml"); }); };
    EXPECT_EQ(error("a = 1\n\n[project\nb = 2"),
              "x.toml is not valid TOML: line 3: the name of a table should end in ']'.\n\n  3 | [project");
    EXPECT_EQ(error("a = '\x1b[31m'\n"),
              "x.toml is not valid TOML: line 1: a string cannot hold this control character.\n\n"
              "  1 | a = '\\x1b[31m'");
    EXPECT_THAT(error("a = '''\n\n"), HasSubstr("line 3: a string has no end"));
}

TEST(TomlTest, AMarkOfUtf8AtTheBeginningIsNoPartOfIt) {
    EXPECT_EQ(parse_toml("\xef\xbb\xbf"
                         "a = 1\r\n",
                         "test"),
              (TomlTable{{"a", 1}}));
}

/// What a tool writes for a large app, and what somebody writes who means no good.
class LargeTomlTest : public testing::Test {
  protected:
    static std::string repeated(std::size_t size, const std::function<std::string(std::size_t)>& part) {
        std::string text;
        for (std::size_t i = 0; text.size() < size; ++i) text += part(i);
        return text;
    }
    static std::string pylock(std::size_t packages) {
        std::string text = "lock-version = \"1.0\"\n";
        for (std::size_t i = 0; i < packages; ++i) {
            text += base::format("[[packages]]\nname = \"package-{}\"\nversion = \"1.0\"\nwheels = [\n", i);
            for (int wheel = 0; wheel < 25; ++wheel) {
                text += base::format(
                    "  {{ url = \"https://files.example.com/{}/package_{}-1.0-cp3{}-cp3{}-manylinux.whl\", "
                    "upload-time = 2024-01-01T00:00:00Z, size = 123456, hashes = {{ sha256 = \"{}\" }} }},\n",
                    std::string(60, 'a'), i, wheel, wheel, std::string(64, 'b'));
            }
            text += "]\n";
        }
        return text;
    }
    static double seconds_for(const std::string& text) {
        const test::CpuWatch watch;
        try {
            parse_toml(text, "x.toml");
        } catch (const base::Error&) {}
        return watch.seconds();
    }
};

/// toml11 counted the lines before each value from the file's beginning: this took 11 s.
TEST_F(LargeTomlTest, ALockOfAHundredPackagesTakesMilliseconds) {
    const std::string text = pylock(100);
    EXPECT_GT(text.size(), 600'000u);
    EXPECT_LT(seconds_for(text), test::linear_time);
    EXPECT_EQ(parse_toml(pylock(1000), "x.toml").at("packages").get_if<TomlArray>()->size(), 1000u);
}

TEST_F(LargeTomlTest, NothingIsQuadratic) {
    constexpr std::size_t size = 1u << 20;
    const auto times = [&](const char* text) { return repeated(size, [=](std::size_t) { return text; }); };
    const std::pair<const char*, std::string> cases[] = {
        {"numbers", "a = [" + times("1,") + "]"},
        {"lines", times("\n") + "a = 1"},
        {"comments", times("#\n") + "a = 1"},
        {"string without end", "a = \"" + times("x")},
        {"lines of a string", "a = '''" + times("\n")},
        {"escapes", "a = \"" + times("\\n") + "\""},
        {"joined lines", "a = \"\"\"" + times("\\\n") + "\"\"\""},
        {"quotes", "a = '''" + times("''\n") + "'''"},
        {"brackets", times("[")},
        {"pairs of brackets", "a = [" + times("[],") + "]"},
        {"tables in a list", times("[[a]]\n")},
        {"digits", "a = " + times("1")},
        {"underscores", "a = 1" + times("_1")},
        {"dots", times("a.")},
        {"carriage returns", times("\r")},
        {"blanks", "a =" + times(" ")},
        {"keys", repeated(size, [](std::size_t i) { return base::format("k{} = 1\n", i); })},
        {"tables", repeated(size, [](std::size_t i) { return base::format("[t{}]\n", i); })},
        {"dotted keys", repeated(size, [](std::size_t i) { return base::format("a.b.c.d.k{} = 1\n", i); })},
        {"headers", repeated(size, [](std::size_t i) { return base::format("[a.b.c.d.e.f.t{}]\n", i); })},
        {"keys in a line",
         "a = {" + repeated(size, [](std::size_t i) { return base::format("k{} = 1,", i); })},
    };
    for (const auto& [name, text] : cases) EXPECT_LT(seconds_for(text), test::linear_time) << name;
}

TEST_F(LargeTomlTest, TooManyValuesAreRefused) {
    const std::string text = "a = [" + repeated(1'000'000, [](std::size_t) { return "1,"; }) + "]";
    EXPECT_EQ(test::error_text([&] { parse_toml(text, "x.toml"); }),
              "x.toml cannot be read: it holds more than 300000 values");
}

TEST(TomlTest, TextThatIsNotUtf8CannotBeWritten) {
    EXPECT_EQ(test::error_text([] { to_toml_text({{"k", "a\xff"}}); }),
              "a text cannot be written as TOML, since it is not UTF-8: a\\xff");
}

}  // namespace
}  // namespace adder::cnb
