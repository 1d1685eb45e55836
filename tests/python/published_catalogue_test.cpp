#include "python/published_catalogue.hpp"

#include "python/runtime/source_text.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::HasSubstr;

Date day(int year, unsigned month, unsigned number) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{number}};
}

const std::string head =
    R"({"schema": 1, "serial": 42, "issued": "2026-12-01", "expires": "2027-03-01", "default-version": "3.14", )";
const std::string good = head + R"("series": [{"latest": "3.14.10", "end-of-life": "2030-10-31"},
    {"latest": "3.10.22", "end-of-life": "2026-10-31"}]})";

std::string with_series(const std::string& series) { return head + R"("series": )" + series + "}"; }

TEST(PublishedCatalogueTest, IsRead) {
    const PublishedCatalogue published = parse_published_catalogue(good);
    EXPECT_EQ(published.serial, 42u);
    EXPECT_EQ(published.issued, day(2026, 12, 1));
    EXPECT_EQ(published.expires, day(2027, 3, 1));
    EXPECT_EQ(published.default_version, "3.14");
    ASSERT_EQ(published.series.size(), 2u);
    EXPECT_EQ(published.series.front().latest.text(), "3.10.22") << "oldest first";
    EXPECT_EQ(published.series.back().end_of_life, day(2030, 10, 31));
}

TEST(PublishedCatalogueTest, MayHoldWhatANewerVersionKnowsAndWindowsLineEnds) {
    std::string text = good;
    text.insert(1, "\r\n\"note\": [1, {\"x\": null}],\r\n");
    EXPECT_EQ(parse_published_catalogue(text).serial, 42u);
}

struct BadCase {
    const char* name;
    std::string text;
    const char* complaint;
};
class BadCatalogueTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadCatalogueTest, IsRefusedWithThePlace) {
    EXPECT_THAT(test::error_text([] { parse_published_catalogue(GetParam().text); }),
                HasSubstr(GetParam().complaint));
}

std::string changed(std::string_view from, std::string_view to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadCatalogueTest,
    testing::Values(
        BadCase{"empty", "", "it is empty"}, BadCase{"blank", " \r\n", "it is empty"},
        BadCase{"cut_off", good.substr(0, 100), "line 1, column 101: it is not JSON, or was cut off"},
        BadCase{"html", "<html>", "line 1, column 1: it is not JSON"},
        BadCase{"not_utf8", "\xff\xfe{\0", "it is not UTF-8 text"},
        BadCase{"latin_1", changed("42", "42, \"x\": \"\xe9\""), "it is not UTF-8 text"},
        BadCase{"nul", good + std::string(1, '\0'), "there is a NUL byte"},
        BadCase{"huge", std::string(max_catalogue_size + 1, ' '), "it has more than 1048576 bytes"},
        BadCase{"deep", std::string(5000, '['), "it nests deeper than 8 levels"},
        BadCase{"array", "[]", "the document should be an object"},
        BadCase{"no_schema", "{}", "schema is missing"},
        BadCase{"newer_schema", changed("\"schema\": 1", "\"schema\": 2"),
                "schema should be 1; a newer version"},
        BadCase{"serial_as_text", changed("42", "\"42\""), "serial should be a whole number"},
        BadCase{"negative_serial", changed("42", "-1"), "serial should be a whole number"},
        BadCase{"zero_serial", changed("42", "0"), "serial should be a whole number"},
        BadCase{"fraction", changed("42", "4.2"), "serial should be a whole number"},
        BadCase{"huge_serial", changed("42", "18446744073709551615"), "serial should be a whole number"},
        BadCase{"endless_number", changed("42", "1e999"), "it has a number that is too large"},
        BadCase{"no_date", changed("2026-12-01", "yesterday"), "issued should be a date like 2029-10-31"},
        BadCase{"no_such_day", changed("2027-03-01", "2027-02-29"), "expires should be a date"},
        BadCase{"date_as_number", changed("\"2026-12-01\"", "20261201"), "issued should be a string"},
        BadCase{"expires_before", changed("2027-03-01", "2026-11-30"), "expires is before issued"},
        BadCase{"default_is_a_patch", changed("\"3.14\"", "\"3.14.1\""),
                "default-version should be a series"},
        BadCase{"default_is_unknown", changed("\"3.14\"", "\"3.15\""),
                "default-version is not one of the series"},
        BadCase{"no_series", with_series("[]"), "series should be an array of 1 to 100"},
        BadCase{"series_as_object", with_series("{}"), "series should be an array"},
        BadCase{"series_of_texts", with_series("[\"3.14.1\"]"), "series[0] should be an object"},
        BadCase{"no_version", changed("3.10.22", "3.10"), "series[1].latest should be a release like 3.13.5"},
        BadCase{"pre_release", changed("3.10.22", "3.10.0rc1"), "series[1].latest should be a release"},
        BadCase{"version_with_zeros", changed("3.10.22", "3.10.022"), "series[1].latest should be a release"},
        BadCase{"enormous_version", changed("3.10.22", "3.10.99999999999"), "series[1].latest should be"},
        BadCase{"no_end", with_series(R"([{"latest": "3.14.1"}])"), "series[0].end-of-life is missing"},
        BadCase{"twice", changed("3.10.22", "3.14.1"),
                "series[1].latest is of a series that was there before"}),
    [](const auto& test) { return test.param.name; });

TEST(PublishedCatalogueTest, TooManySeriesAreRefused) {
    std::string series = "[";
    for (unsigned i = 0; i < 101; ++i) {
        series +=
            base::format(R"({}{{"latest": "3.{}.1", "end-of-life": "2030-10-31"}})", i == 0 ? "" : ",", i);
    }
    EXPECT_THAT(test::error_text([&] { parse_published_catalogue(with_series(series + "]")); }),
                HasSubstr("series should be an array of 1 to 100"));
}

class MergeTest : public testing::Test {
  protected:
    Catalogue own_{.releases = {.default_version = "3.13",
                                .date = day(2026, 11, 30),
                                .series = {{3, 11, day(2027, 10, 31), {3, 11, 15}},
                                           {3, 14, day(2030, 10, 30), {3, 14, 5}}}},
                   .runtimes = {.sources = {parse_source("index+https://x.example")}}};
    PublishedCatalogue published_{.serial = 1,
                                  .issued = day(2026, 12, 1),
                                  .expires = day(2027, 3, 1),
                                  .default_version = "3.15",
                                  .series = {{3, 10, day(2026, 10, 31), {3, 10, 22}},
                                             {3, 14, day(2030, 10, 31), {3, 14, 10}},
                                             {3, 15, day(2031, 10, 31), {3, 15, 2}}}};

    std::vector<std::string> merged_series() const {
        std::vector<std::string> texts;
        for (const Series& series : merged_catalogue(own_, published_).releases.series) {
            texts.push_back(series.latest.text() + " until " + date_text(series.end_of_life));
        }
        return texts;
    }
};

TEST_F(MergeTest, EverySeriesThatEitherKnowsWithTheNewerPatch) {
    EXPECT_THAT(merged_series(), testing::ElementsAre("3.10.22 until 2026-10-31", "3.11.15 until 2027-10-31",
                                                      "3.14.10 until 2030-10-31", "3.15.2 until 2031-10-31"));
    const Catalogue catalogue = merged_catalogue(own_, published_);
    EXPECT_EQ(catalogue.releases.default_version, "3.15");
    EXPECT_EQ(catalogue.releases.date, day(2026, 12, 1));
    EXPECT_EQ(catalogue.runtimes.sources.size(), 1u);
}

TEST_F(MergeTest, AListOfTheBuildpacksOwnIsForWhatTheBuildpackKnows) {
    own_.runtimes.sources.push_back(parse_source("python-build-standalone+https://x.example/20261110"));
    own_.runtimes.sources.back().list = "data/list.txt";
    EXPECT_EQ(merged_catalogue(own_, published_).runtimes.sources.size(), 1u);
    published_.series.pop_back();
    published_.series.back().latest = {3, 14, 5};
    EXPECT_EQ(merged_catalogue(own_, published_).runtimes.sources.size(), 2u)
        << "3.10 has ended, and 3.14 has no newer patch";
}

TEST_F(MergeTest, ANewerBuildpackIsRightWhereTheyContradict) {
    own_.releases.date = day(2027, 1, 1);
    own_.releases.series.back().latest = {3, 14, 12};
    EXPECT_THAT(merged_series(), testing::ElementsAre("3.10.22 until 2026-10-31", "3.11.15 until 2027-10-31",
                                                      "3.14.12 until 2030-10-30", "3.15.2 until 2031-10-31"));
    EXPECT_EQ(merged_catalogue(own_, published_).releases.default_version, "3.13");
    EXPECT_EQ(merged_catalogue(own_, published_).releases.date, day(2027, 1, 1));
}

}  // namespace
}  // namespace adder::python
