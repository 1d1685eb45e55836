#include "runtime_archive/archives/publication.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::runtime_archive {
namespace {

using base::Sha256Digest;
using runtimes::Index;
using runtimes::IndexEntry;
using runtimes::Target;
using testing::HasSubstr;

const Target debian{"linux", "amd64", "debian", "12"};
const Target ubuntu{"linux", "arm64", "ubuntu", "24.04"};

IndexEntry entry(const char* version, const char* contents, const Target& target = debian,
                 unsigned build = 1) {
    const runtimes::ArchiveId id{
        .version = *runtimes::PythonVersion::parse(version), .build = build, .target = target};
    return {.id = id, .file = archive_file_name(id), .size = 10, .sha256 = base::sha256(contents)};
}

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
            "beside_other_versions", {{entry("3.13.4", "x"), entry("3.13.6", "y")}}, std::nullopt, "add"},
        DecisionCase{"beside_another_target", {{entry("3.13.5", "x", ubuntu)}}, std::nullopt, "add"},
        DecisionCase{"beside_a_rebuild", {{entry("3.13.5", "x", debian, 2)}}, std::nullopt, "add"},
        DecisionCase{"published_already", {{entry("3.13.5", "new")}}, base::sha256("new"), "unchanged"},
        DecisionCase{"file_lost", {{entry("3.13.5", "new")}}, std::nullopt, "add"},
        DecisionCase{"entry_lost", {}, base::sha256("new"), "add"},
        DecisionCase{"other_bytes", {{entry("3.13.5", "old")}}, base::sha256("old"), "the index has it"},
        DecisionCase{"other_bytes_not_indexed", {}, base::sha256("old"), "the file there"},
        DecisionCase{"other_bytes_file_lost", {{entry("3.13.5", "old")}}, std::nullopt, "the index has it"},
        DecisionCase{"file_differs_from_its_entry",
                     {{entry("3.13.5", "new")}},
                     base::sha256("old"),
                     "the file there"}),
    [](const auto& tested) { return tested.param.name; });

TEST(PublicationTest, AnEntryReplacesTheOneOfTheSameFile) {
    IndexEntry dated = entry("3.13.5", "a");
    dated.date = "2026-01-31";
    const Index index = with_entry({{entry("3.13.4", "b"), entry("3.13.5", "a")}}, dated);
    EXPECT_THAT(index.archives, testing::UnorderedElementsAre(entry("3.13.4", "b"), dated));
}

TEST(PublicationTest, AnIndexThatHoldsMoreThanWeKnowIsNotOursToWrite) {
    EXPECT_NO_THROW(require_understood({{entry("3.13.4", "b")}}));
    Index index;
    for (int i = 0; i < 9; ++i) index.passed_over.push_back(base::format("archives[{}].licence", i));
    EXPECT_THAT(test::error_text([&] { require_understood(index); }),
                testing::AllOf(HasSubstr("archives[0].licence"), HasSubstr("archives[4].licence, …."),
                               testing::Not(HasSubstr("archives[5]"))));
}

}  // namespace
}  // namespace adder::runtime_archive
