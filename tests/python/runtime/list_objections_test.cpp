#include "python/runtime/list_objections.hpp"

#include "python/runtime/source_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using Kind = Objection::Kind;
using runtimes::IndexStamp;

const Date today{std::chrono::year{2026}, std::chrono::month{12}, std::chrono::day{1}};
const std::string here = "https://runtimes.example.com/python";

struct ObjectionCase {
    const char* name;
    std::optional<IndexStamp> stamp;
    ListExpectation expected;
    std::vector<Kind> kinds;
    std::string options = "";  ///< behind the source's URL
};

class ObjectionsTest : public testing::TestWithParam<ObjectionCase> {};

TEST_P(ObjectionsTest, AreByWhatTheListSaysOfItself) {
    const ObjectionCase& given = GetParam();
    const Source source = parse_source("index+" + here + given.options);
    std::vector<Kind> kinds;
    for (const Objection& objection : objections_to({.stamp = given.stamp}, source, given.expected)) {
        kinds.push_back(objection.kind);
    }
    EXPECT_EQ(kinds, given.kinds);
}

ListExpectation with_keys(std::uint64_t serial = 0) { return {true, serial, today}; }
ListExpectation without_keys(std::uint64_t serial = 0) { return {false, serial, today}; }

INSTANTIATE_TEST_SUITE_P(
    Table, ObjectionsTest,
    testing::Values(
        ObjectionCase{"as_it_should_be", IndexStamp{7, "2026-12-01", here}, with_keys(7), {}},
        ObjectionCase{"a_slash_more", IndexStamp{7, {}, here + "/"}, with_keys(6), {}},
        ObjectionCase{"without_end", IndexStamp{7, {}, here}, with_keys(), {}},
        ObjectionCase{"gone_back", IndexStamp{6, {}, here}, with_keys(7), {Kind::gone_back}},
        ObjectionCase{"expired", IndexStamp{7, "2026-11-30", here}, with_keys(), {Kind::expired}},
        ObjectionCase{"of_a_test_source",
                      IndexStamp{7, {}, "https://test.example.com/python"},
                      with_keys(),
                      {Kind::of_other_place}},
        ObjectionCase{"a_copy_that_is_wanted",
                      IndexStamp{7, {}, "https://test.example.com/python"},
                      with_keys(),
                      {},
                      ",signed-as=https://test.example.com/python"},
        ObjectionCase{"a_copy_of_another",
                      IndexStamp{7, {}, here},
                      with_keys(),
                      {Kind::of_other_place},
                      ",signed-as=x"},
        ObjectionCase{"all_at_once",
                      IndexStamp{1, "2026-01-01", "x"},
                      with_keys(2),
                      {Kind::of_other_place, Kind::gone_back, Kind::expired}},
        ObjectionCase{"signed_before_there_were_serials", std::nullopt, with_keys(), {Kind::undated}},
        ObjectionCase{"without_a_serial_any_more", std::nullopt, with_keys(7), {Kind::gone_back}},
        ObjectionCase{"unsigned_as_ever", std::nullopt, without_keys(7), {}},
        ObjectionCase{"unsigned_and_gone_back", IndexStamp{6, {}, here}, without_keys(7), {Kind::gone_back}}),
    [](const auto& tested) { return tested.param.name; });

TEST(ObjectionsToBundledTest, TheBuildpackIsAsOldAsItIs) {
    const Source bundled{.scheme = Source::Scheme::index, .url = {}, .targets = {}, .directory = "runtimes"};
    const Source located = bundled.located("/cnb/buildpacks/adder");
    EXPECT_TRUE(objections_to({.stamp = IndexStamp{1, "2020-01-01", "x"}}, located, with_keys(9)).empty());
    EXPECT_TRUE(objections_to({}, located, with_keys()).empty());
}

}  // namespace
}  // namespace adder::python
