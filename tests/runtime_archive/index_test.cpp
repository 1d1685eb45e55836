#include <adder/base/error.hpp>
#include <adder/runtime_archive/index.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using base::Sha256Digest;
using testing::HasSubstr;

const Target debian{"linux", "amd64", "debian", "12"};
const Target ubuntu{"linux", "arm64", "ubuntu", "24.04"};

IndexEntry entry(const char* version, const char* contents, const Target& target = debian,
                 unsigned build = 1) {
    const Version parsed = Version::parse(version);
    return {
        .version = parsed,
        .build = build,
        .target = target,
        .file = archive_file_name(parsed, build, target),
        .size = 10,
        .sha256 = base::sha256(contents),
        .source = std::nullopt,
        .date = std::nullopt,
    };
}

constexpr const char* documented = R"({
  "schema": 1,
  "archives": [
    {
      "version": "3.13.5",
      "build": 1,
      "target": {
        "os": "linux",
        "arch": "amd64",
        "distro": "debian",
        "distro_version": "12"
      },
      "file": "python-3.13.5-debian-12-amd64.tar.zst",
      "size": 12345678,
      "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "source": {
        "name": "Python-3.13.5.tar.xz",
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      },
      "date": "2026-01-31"
    }
  ]
}
)";

TEST(IndexTest, ReadsAndWritesTheDocumentedForm) {
    const Index index = parse_index(documented);
    ASSERT_EQ(index.size(), 1u);
    EXPECT_EQ(index[0].version, Version::parse("3.13.5"));
    EXPECT_EQ(index[0].target, debian);
    EXPECT_EQ(index[0].size, 12345678u);
    EXPECT_EQ(index[0].sha256, base::sha256("abc"));
    EXPECT_EQ(index[0].source, (Source{"Python-3.13.5.tar.xz", base::sha256("")}));
    EXPECT_EQ(index[0].date, "2026-01-31");
    EXPECT_EQ(to_json(index), documented);
}

TEST(IndexTest, OptionalPartsStayAbsent) {
    const Index index = parse_index(to_json({entry("3.13.5", "a")}));
    EXPECT_EQ(index, Index{entry("3.13.5", "a")});
    EXPECT_THAT(to_json(index), testing::Not(HasSubstr("source")));
}

TEST(IndexTest, TheOrderOfEntriesMakesNoDifference) {
    const IndexEntry old = entry("3.9.9", "1");
    const IndexEntry first = entry("3.13.5", "2");
    const IndexEntry rebuilt = entry("3.13.5", "3", debian, 2);
    const IndexEntry other = entry("3.13.5", "4", ubuntu);
    const std::string text = to_json({old, first, other, rebuilt});
    EXPECT_EQ(to_json({rebuilt, other, first, old}), text);
    EXPECT_LT(text.find(old.file), text.find(first.file));
    EXPECT_LT(text.find(first.file), text.find(rebuilt.file));
}

struct BadIndex {
    const char* name;
    const char* json;
    const char* message;
};

class BadIndexTest : public testing::TestWithParam<BadIndex> {};

TEST_P(BadIndexTest, IsRefusedByName) {
    try {
        parse_index(GetParam().json);
        FAIL() << "accepted";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.full_text(), HasSubstr(GetParam().message));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadIndexTest,
    testing::Values(
        BadIndex{"no_json", "<html>", "not valid JSON"}, BadIndex{"empty", "", "not valid JSON"},
        BadIndex{"list", "[]", "not an index"}, BadIndex{"no_schema", "{}", "not an index"},
        BadIndex{"later_schema", R"({"schema": 2, "archives": []})", "schema is 2"},
        BadIndex{"text_schema", R"({"schema": "1", "archives": []})", "schema is \"1\""},
        BadIndex{"no_archives", R"({"schema": 1})", "'archives' is missing"},
        BadIndex{"archives_object", R"({"schema": 1, "archives": {}})", "not an array"},
        BadIndex{"unknown_key", R"({"schema": 1, "archives": [], "signature": "x"})", "'signature'"},
        BadIndex{"not_an_object", R"({"schema": 1, "archives": [7]})", "archive 1 of the index"},
        BadIndex{"unknown_entry_key", R"({"schema": 1, "archives": [{"licence": "x"}]})", "'licence'"},
        BadIndex{"incomplete", R"({"schema": 1, "archives": [{"version": "3.13.5"}]})", "'build' is missing"},
        BadIndex{"negative", R"({"schema": 1, "archives": [{"version": "3.13.5", "build": -1}]})",
                 "'build' is not a whole number"},
        BadIndex{"bad_version", R"({"schema": 1, "archives": [{"version": "3"}]})", "not a Python version"}),
    [](const auto& tested) { return tested.param.name; });

struct DecisionCase {
    const char* name;
    Index index;
    std::optional<Sha256Digest> present;
    const char* decision;  ///< "add", "unchanged", or a part of the reason to refuse
};

class DecisionTest : public testing::TestWithParam<DecisionCase> {};

TEST_P(DecisionTest, NeverReplacesDifferentBytes) {
    const DecisionCase& given = GetParam();
    const Publication decision = decide(given.index, given.present, entry("3.13.5", "new"));
    const std::string expected = given.decision;
    if (expected == "add") {
        EXPECT_TRUE(std::holds_alternative<Add>(decision));
    } else if (expected == "unchanged") {
        EXPECT_TRUE(std::holds_alternative<Unchanged>(decision));
    } else {
        ASSERT_TRUE(std::holds_alternative<Refuse>(decision));
        EXPECT_THAT(std::get<Refuse>(decision).reason, HasSubstr(expected));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table, DecisionTest,
    testing::Values(
        DecisionCase{"first_of_all", {}, std::nullopt, "add"},
        DecisionCase{
            "beside_other_versions", {entry("3.13.4", "x"), entry("3.13.6", "y")}, std::nullopt, "add"},
        DecisionCase{"beside_another_target", {entry("3.13.5", "x", ubuntu)}, std::nullopt, "add"},
        DecisionCase{"beside_a_rebuild", {entry("3.13.5", "x", debian, 2)}, std::nullopt, "add"},
        DecisionCase{"published_already", {entry("3.13.5", "new")}, base::sha256("new"), "unchanged"},
        DecisionCase{"file_lost", {entry("3.13.5", "new")}, std::nullopt, "add"},
        DecisionCase{"entry_lost", {}, base::sha256("new"), "add"},
        DecisionCase{"other_bytes", {entry("3.13.5", "old")}, base::sha256("old"), "the index has it"},
        DecisionCase{"other_bytes_not_indexed", {}, base::sha256("old"), "the file there"},
        DecisionCase{"other_bytes_file_lost", {entry("3.13.5", "old")}, std::nullopt, "the index has it"},
        DecisionCase{
            "file_differs_from_its_entry", {entry("3.13.5", "new")}, base::sha256("old"), "the file there"}),
    [](const auto& tested) { return tested.param.name; });

TEST(IndexTest, AnEntryReplacesTheOneOfTheSameFile) {
    IndexEntry dated = entry("3.13.5", "a");
    dated.date = "2026-01-31";
    const Index index = with_entry({entry("3.13.4", "b"), entry("3.13.5", "a")}, dated);
    EXPECT_THAT(index, testing::UnorderedElementsAre(entry("3.13.4", "b"), dated));
}

}  // namespace
}  // namespace adder::runtime_archive
