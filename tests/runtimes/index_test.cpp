#include "runtimes/index.hpp"

#include "json_schema.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::runtimes {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Target debian{"linux", "amd64", "debian", "12"};
const Target ubuntu{"linux", "arm64", "ubuntu", "24.04", "v8"};

IndexEntry entry(const char* version, const Target& target = debian, unsigned build = 1) {
    const ArchiveId id{.version = *PythonVersion::parse(version), .build = build, .target = target};
    return {.id = id, .file = archive_file_name(id), .size = 10, .sha256 = base::sha256(version)};
}

/// An entry with every field there is.
IndexEntry full_entry() {
    IndexEntry full = entry("3.14.0rc2", ubuntu, 3);
    full.id.free_threaded = true;
    full.id.variant = Variant::minimal;
    full.build_flags = {"pgo", "lto"};
    full.source = Source{"Python-3.14.0rc2.tar.xz", "https://www.python.org/ftp/Python-3.14.0rc2.tar.xz",
                         base::sha256("")};
    full.date = "2026-01-31";
    return full;
}

test::JsonSchema schema() {
    const auto docs = std::filesystem::path{ADDER_SOURCE_DIR} / "docs";
    return test::JsonSchema{base::read_file(docs / "runtime-index.schema.json")};
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
      "build_flags": [
        "pgo",
        "lto"
      ],
      "source": {
        "name": "Python-3.13.5.tar.xz",
        "url": "https://www.python.org/ftp/python/3.13.5/Python-3.13.5.tar.xz",
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      },
      "date": "2026-01-31"
    }
  ]
}
)";

TEST(IndexTest, ReadsAndWritesTheDocumentedForm) {
    const Index index = parse_index(documented);
    ASSERT_EQ(index.archives.size(), 1u);
    const IndexEntry& archive = index.archives.front();
    EXPECT_EQ(archive.id, entry("3.13.5").id);
    EXPECT_EQ(archive.size, 12345678u);
    EXPECT_EQ(archive.sha256, base::sha256("abc"));
    EXPECT_THAT(archive.build_flags, ElementsAre("pgo", "lto"));
    EXPECT_EQ(archive.source->sha256, base::sha256(""));
    EXPECT_EQ(archive.date, "2026-01-31");
    EXPECT_EQ(to_json(index), documented);
    EXPECT_EQ(index.find(archive.file), &archive);
    EXPECT_EQ(index.find("other"), nullptr);
}

TEST(IndexTest, EveryFieldSurvives) {
    Index index{{entry("3.13.5"), full_entry()}};
    EXPECT_EQ(parse_index(to_json(index)), index);
    index.stamp = IndexStamp{7, "2027-03-01", "https://runtimes.example.com/python"};
    EXPECT_EQ(parse_index(to_json(index)), index);
    index.stamp->expires.reset();
    EXPECT_EQ(parse_index(to_json(index)), index);
}

TEST(IndexTest, TheOrderOfEntriesMakesNoDifference) {
    const IndexEntry old = entry("3.9.9");
    const IndexEntry first = entry("3.13.5");
    const IndexEntry rebuilt = entry("3.13.5", debian, 2);
    const IndexEntry other = entry("3.13.5", ubuntu);
    const std::string text = to_json({{old, first, other, rebuilt}});
    EXPECT_EQ(to_json({{rebuilt, other, first, old}}), text);
    EXPECT_LT(text.find(old.file), text.find(first.file));
    EXPECT_LT(text.find(first.file), text.find(rebuilt.file));
}

TEST(IndexTest, WhatIsWrittenSatisfiesThePublishedSchema) {
    const IndexStamp stamp{7, "2027-03-01", "https://runtimes.example.com/python"};
    for (const Index& index :
         {Index{}, Index{{entry("3.13.5")}}, Index{{entry("3.13.5"), full_entry()}, stamp}}) {
        EXPECT_THAT(schema().violations(nlohmann::json::parse(to_json(index))), IsEmpty());
    }
}

TEST(IndexTest, TheSchemaNamesEveryFieldThatIsWritten) {
    const auto defs = nlohmann::json::parse(
        base::read_file(std::filesystem::path{ADDER_SOURCE_DIR} / "docs/runtime-index.schema.json"))["$defs"];
    const auto written = nlohmann::json::parse(to_json({{full_entry()}}))["archives"][0];
    const auto check = [&](const nlohmann::json& object, const char* definition) {
        std::vector<std::string> keys;
        for (const auto& [key, value] : object.items()) keys.push_back(key);
        std::vector<std::string> documented_keys;
        for (const auto& [key, value] : defs[definition]["properties"].items())
            documented_keys.push_back(key);
        EXPECT_EQ(keys, documented_keys) << definition;
    };
    check(written, "archive");
    check(written["target"], "target");
    check(written["source"], "source");
}

TEST(IndexTest, WhatCouldNotBeReadAgainIsNotWritten) {
    IndexEntry bad = entry("3.13.5");
    bad.file = "../escaped";
    EXPECT_THAT(test::error_text([&] { to_json({{bad}}); }), HasSubstr("archives[0].file: should be"));
    IndexEntry not_utf8 = entry("3.13.5");
    not_utf8.source = Source{"\xff"};
    EXPECT_THAT(test::error_text([&] { to_json({{not_utf8}}); }), HasSubstr("not UTF-8"));
    EXPECT_THAT(test::error_text([&] { to_json({{entry("3.13.5"), entry("3.13.5")}}); }),
                HasSubstr("listed before"));
}

/// A whole index around one entry: `{}` gives the entry as it is, other text replaces or adds fields.
std::string with_fields(const nlohmann::json& changes) {
    nlohmann::json index = nlohmann::json::parse(documented);
    index["archives"][0].merge_patch(changes);  // null removes a field
    return index.dump();
}

struct BadIndex {
    const char* name;
    std::string json;
    const char* message;
};

class BadIndexTest : public testing::TestWithParam<BadIndex> {};

TEST_P(BadIndexTest, IsOneErrorThatNamesThePlace) {
    EXPECT_THAT(test::error_text([] { parse_index(GetParam().json); }),
                AllOf(HasSubstr(GetParam().message), HasSubstr("in an index of runtime archives")));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadIndexTest,
    testing::Values(BadIndex{"empty", "", "is empty"}, BadIndex{"blank", " \r\n", "is empty"},
                    BadIndex{"html", "<html>", "line 1, column 1: is no JSON, or was cut off"},
                    BadIndex{"cut_off", std::string{documented}.substr(0, 300), "is no JSON, or was cut off"},
                    BadIndex{"second_line", "{\n  \"schema\": 1,,\n}", "line 2, column 15"},
                    BadIndex{"trailing", "{\"schema\": 1, \"archives\": []} x", "line 1, column 31"},
                    BadIndex{"not_utf8", "{\"schema\": \"\xff\"}", "line 1, column 13"},
                    BadIndex{"utf16", std::string{"\xff\xfe{\0}\0", 6}, "is no JSON"},
                    BadIndex{"nul", std::string{"{\"schema\": 1}\0", 14}, "is no JSON"},
                    BadIndex{"huge_number", R"({"schema": 1e999999})", "has a number that is too large"},
                    BadIndex{"deep", std::string(100'000, '['), "nests deeper than 32 levels"},
                    BadIndex{"too_large", std::string(max_index_size + 1, ' '),
                             "has more than 16777216 bytes"}),
    [](const auto& test) { return test.param.name; });

/// JSON, but not the schema: the parser and the published schema agree on each.
class NotTheSchemaTest : public testing::TestWithParam<BadIndex> {};

TEST_P(NotTheSchemaTest, IsRefusedHereAndByThePublishedSchema) {
    const auto& [name, json, message] = GetParam();
    EXPECT_THAT(test::error_text([&] { parse_index(json); }),
                AllOf(HasSubstr(message), HasSubstr("in an index of runtime archives")));
    EXPECT_THAT(schema().violations(nlohmann::json::parse(json)), Not(IsEmpty()));
}

const nlohmann::json null;

INSTANTIATE_TEST_SUITE_P(
    Values, NotTheSchemaTest,
    testing::Values(
        BadIndex{"list", "[]", "should be an object"},
        BadIndex{"null_document", "null", "should be an object"},
        BadIndex{"no_schema", "{}", "schema: is missing"},
        BadIndex{"later_schema", R"({"schema": 2, "archives": []})",
                 "schema: is 2, and this version knows schema 1 only. A newer version of Adder reads it"},
        BadIndex{"text_schema", R"({"schema": "1", "archives": []})", "schema: should be a whole number"},
        BadIndex{"negative_schema", R"({"schema": -1, "archives": []})", "schema: should be a whole number"},
        BadIndex{"no_archives", R"({"schema": 1})", "archives: is missing"},
        BadIndex{"archives_object", R"({"schema": 1, "archives": {}})", "archives: should be an array"},
        BadIndex{"archive_number", R"({"schema": 1, "archives": [7]})", "archives[0]: should be an object"},
        BadIndex{"version_number", with_fields({{"version", 3}}), "archives[0].version: should be a string"},
        BadIndex{"no_target", with_fields({{"target", null}}), "archives[0].target: is missing"},
        BadIndex{"no_arch", with_fields({{"target", {{"arch", null}}}}),
                 "archives[0].target.arch: is missing"},
        BadIndex{"arch_number", with_fields({{"target", {{"arch", 64}}}}), "arch: should be a string"},
        BadIndex{"escape_in_distro", with_fields({{"target", {{"distro", "\x1b[2J"}}}}),
                 "archives[0].target.distro: should be a word"},
        BadIndex{"empty_distro_version", with_fields({{"target", {{"distro_version", ""}}}}),
                 "target.distro_version: should be a word"},
        BadIndex{"no_file", with_fields({{"file", null}}), "archives[0].file: is missing"},
        BadIndex{"file_elsewhere", with_fields({{"file", "../x.tar.zst"}}),
                 "archives[0].file: should be the name of a file beside the index"},
        BadIndex{"file_is_a_url", with_fields({{"file", "https://evil.example/x"}}),
                 "file: should be the name"},
        BadIndex{"file_is_host_relative", with_fields({{"file", "//evil.example/x"}}),
                 "file: should be the name"},
        BadIndex{"negative_size", with_fields({{"size", -1}}),
                 "archives[0].size: should be a whole number from 1 to 9007199254740991"},
        BadIndex{"no_bytes", with_fields({{"size", 0}}), "size: should be a whole number"},
        BadIndex{"fraction", with_fields({{"size", 1.5}}), "size: should be a whole number"},
        BadIndex{"huge_size", with_fields({{"size", 9007199254740992}}), "size: should be a whole number"},
        BadIndex{"build_zero", with_fields({{"build", 0}}), "build: should be a whole number from 1"},
        BadIndex{"build_text", with_fields({{"build", "2"}}), "build: should be a whole number from 1"},
        BadIndex{"short_digest", with_fields({{"sha256", "ba78"}}), "sha256: should be 64 lower-case"},
        BadIndex{"upper_digest", with_fields({{"sha256", std::string(64, 'A')}}),
                 "sha256: should be 64 lower-case"},
        BadIndex{"flag_text", with_fields({{"free_threaded", "yes"}}),
                 "free_threaded: should be true or false"},
        BadIndex{"flags_text", with_fields({{"build_flags", "pgo"}}), "build_flags: should be an array"},
        BadIndex{"flag_number", with_fields({{"build_flags", {"pgo", 2}}}),
                 "archives[0].build_flags[1]: should be a string"},
        BadIndex{"source_text", with_fields({{"source", "Python.tar.xz"}}), "source: should be an object"},
        BadIndex{"source_without_name", with_fields({{"source", {{"name", null}}}}),
                 "source.name: is missing"},
        BadIndex{"source_escape", with_fields({{"source", {{"name", "a\nb"}}}}),
                 "source.name: should be UTF-8 text without control characters"},
        BadIndex{"source_file_url", with_fields({{"source", {{"url", "file:///etc/passwd"}}}}),
                 "source.url: should be a URL that begins with https:// or http://"},
        BadIndex{"source_credentials", with_fields({{"source", {{"url", "https://a:b@x.example/"}}}}),
                 "source.url: should have no user name and password"},
        BadIndex{"date_with_time", with_fields({{"date", "2026-01-31T00:00:00Z"}}),
                 "archives[0].date: should be a date such as 2026-01-31"},
        BadIndex{"no_such_month", with_fields({{"date", "2026-13-01"}}), "date: should be a date"}),
    [](const auto& test) { return test.param.name; });

/// A list that gives an old archive out as the newest.
TEST(IndexTest, AFileIsOfTheVersionThatItNames) {
    nlohmann::json index = nlohmann::json::parse(documented);
    index["archives"][0]["version"] = "3.13.6";
    EXPECT_THAT(test::error_text([&] { parse_index(index.dump()); }),
                HasSubstr("archives[0].file: names Python 3.13.5, not 3.13.6"));
    index["archives"][0]["file"] = "some-python.tar.zst";
    EXPECT_EQ(parse_index(index.dump()).archives.size(), 1u);
}

TEST(IndexTest, AFileIsListedOnce) {
    nlohmann::json index = nlohmann::json::parse(documented);
    index["archives"].push_back(index["archives"][0]);
    EXPECT_THAT(test::error_text([&] { parse_index(index.dump()); }),
                HasSubstr("archives[1].file: is listed before, too"));
}

TEST(IndexTest, WhatANewerVersionWroteIsPassedOverAndNamed) {
    nlohmann::json index = nlohmann::json::parse(documented);
    index["licence"] = "PSF";
    index["archives"][0]["sbom"] = {1, 2};
    index["archives"][0]["target"]["libc"] = "musl";
    index["archives"][0]["source"]["commit"] = "";
    index["archives"].push_back({{"version", "pypy3.11"}, {"anything", "else"}});
    index["archives"].push_back({{"version", "3.13.5"}, {"variant", "debug"}});
    const Index read = parse_index(index.dump());
    EXPECT_EQ(read.archives, parse_index(documented).archives);
    EXPECT_THAT(read.passed_over,
                testing::UnorderedElementsAre("licence", "archives[0].sbom", "archives[0].target.libc",
                                              "archives[0].source.commit", "archives[1].version",
                                              "archives[2].variant"));
}

TEST(IndexTest, NamesThatArePassedOverAreFitForAMessage) {
    const Index read = parse_index(R"({"schema": 1, "archives": [], "\u001b[2J": 0})");
    EXPECT_THAT(read.passed_over, ElementsAre("\\x1b[2J"));
}

TEST(IndexTest, LineEndsOfWindowsAreFine) {
    std::string text = documented;
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
        text.replace(at, 1, "\r\n");
    }
    EXPECT_EQ(parse_index(text), parse_index(documented));
}

/// Indexes that were signed before there were stamps are read as ever.
TEST(IndexTest, AStampBeginsWithItsSerial) {
    const Index index = parse_index(R"({"schema": 1, "expires": "soon", "archives": []})");
    EXPECT_EQ(index.stamp, std::nullopt);
    EXPECT_THAT(index.passed_over, ElementsAre("expires"));
    for (const char* text :
         {R"({"schema": 1, "serial": 1, "archives": []})",
          R"({"schema": 1, "serial": 0, "source": "x", "archives": []})",
          R"({"schema": 1, "serial": 1, "source": "x", "expires": "soon", "archives": []})",
          R"({"schema": 1, "serial": 1, "source": "", "archives": []})"}) {
        EXPECT_THROW(parse_index(text), base::Error) << text;
    }
}

TEST(IndexTest, TheGuideShowsIt) {
    const std::string guide =
        base::read_file(std::filesystem::path{ADDER_SOURCE_DIR} / "docs/runtime-archives.md");
    std::string shown = guide.substr(guide.find("```json") + 8);
    shown = shown.substr(0, shown.find("```"));
    EXPECT_EQ(to_json(parse_index(shown)), shown);
}

}  // namespace
}  // namespace adder::runtimes
