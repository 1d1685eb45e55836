#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/toml.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
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
    const std::string too_deep = "x.toml cannot be read: it nests more than 100 levels deep";
    EXPECT_EQ(error("a = " + std::string(100'000, '[')), too_deep);
    // Newer releases of toml11 have a limit of their own, of 64.
    EXPECT_EQ(error("a = " + std::string(60, '[') + std::string(60, ']')), "no error");
    std::string dotted = "a";
    for (int i = 0; i < 100'000; ++i) dotted += ".a";
    EXPECT_EQ(error(dotted + " = 1"), too_deep);
}

TEST(TomlTest, TextThatIsNotUtf8CannotBeWritten) {
    EXPECT_EQ(test::error_text([] { to_toml_text({{"k", "a\xff"}}); }),
              "a text cannot be written as TOML, since it is not UTF-8: a\\xff");
}

}  // namespace
}  // namespace adder::cnb
