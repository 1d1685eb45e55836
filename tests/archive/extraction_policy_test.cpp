#include "archive/extraction_policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::archive {
namespace {

using testing::HasSubstr;

Entry file(std::string path, unsigned mode = 0644) {
    return {.path = std::move(path), .kind = EntryKind::file, .size = 1, .mode = mode, .link_target = ""};
}
Entry directory(std::string path) {
    return {.path = std::move(path), .kind = EntryKind::directory, .mode = 0755, .link_target = ""};
}
Entry symlink(std::string path, std::string target) {
    return {.path = std::move(path), .kind = EntryKind::symlink, .link_target = std::move(target)};
}
Entry hardlink(std::string path, std::string target) {
    return {.path = std::move(path), .kind = EntryKind::hardlink, .link_target = std::move(target)};
}

struct Accepted {
    const char* name;
    std::vector<Entry> entries;
    Action last;
    std::size_t strip = 0;
};

class AcceptedTest : public testing::TestWithParam<Accepted> {};

TEST_P(AcceptedTest, BecomesTheAction) {
    ExtractionPolicy policy{Limits{}, GetParam().strip};
    Action last;
    for (const Entry& entry : GetParam().entries) last = policy.check(entry);
    EXPECT_EQ(last, GetParam().last);
}

INSTANTIATE_TEST_SUITE_P(
    All, AcceptedTest,
    testing::Values(
        Accepted{"file", {file("a/b")}, WriteFile{"a/b", false}},
        Accepted{"executable", {file("a", 0100)}, WriteFile{"a", true}},
        Accepted{"setuid_counts_for_nothing", {file("a", 06644)}, WriteFile{"a", false}},
        Accepted{"leading_dot", {file("./a/b")}, WriteFile{"a/b", false}},
        Accepted{"the_root", {directory("./")}, Skip{}},
        Accepted{"directory", {directory("a/b/")}, MakeDirectory{"a/b"}},
        Accepted{"directory_twice", {directory("a"), directory("a/")}, MakeDirectory{"a"}},
        Accepted{"directory_after_its_file", {file("a/b"), directory("a")}, MakeDirectory{"a"}},
        Accepted{"not_ascii", {file("ü/日本")}, WriteFile{"ü/日本", false}},
        Accepted{"dots_in_names", {file("..a/b../...")}, WriteFile{"..a/b../...", false}},
        Accepted{"symlink", {symlink("bin/python3", "python3.13")}, MakeSymlink{"bin/python3", "python3.13"}},
        Accepted{"symlink_up", {symlink("a/b/c", "../../d/e")}, MakeSymlink{"a/b/c", "../../d/e"}},
        Accepted{"symlink_to_the_root", {symlink("a/b", "..")}, MakeSymlink{"a/b", ".."}},
        Accepted{"dangling_symlink", {symlink("a", "none")}, MakeSymlink{"a", "none"}},
        Accepted{"hardlink", {file("a"), hardlink("b/c", "./a")}, MakeHardlink{"b/c", "a"}},
        Accepted{"hardlink_to_hardlink",
                 {file("a"), hardlink("b", "a"), hardlink("c", "b")},
                 MakeHardlink{"c", "b"}},
        Accepted{"stripped", {file("python/bin/x")}, WriteFile{"bin/x", false}, 1},
        Accepted{"stripped_away", {directory("python/")}, Skip{}, 1},
        Accepted{"stripped_symlink", {symlink("python/bin/x", "../y")}, MakeSymlink{"bin/x", "../y"}, 1},
        Accepted{"stripped_hardlink",
                 {file("python/a"), hardlink("python/b", "python/a")},
                 MakeHardlink{"b", "a"},
                 1}),
    [](const auto& param) { return param.param.name; });

struct Refused {
    const char* name;
    std::vector<Entry> entries;  ///< all but the last are fine
    const char* rule;
    std::size_t strip = 0;
};

class RefusedTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedTest, NamesTheRule) {
    ExtractionPolicy policy{Limits{}, GetParam().strip};
    const auto& entries = GetParam().entries;
    for (std::size_t i = 0; i + 1 < entries.size(); ++i) ASSERT_NO_THROW(policy.check(entries[i]));
    try {
        policy.check(entries.back());
        FAIL() << "accepted";
    } catch (const UnsafeArchive& error) {
        EXPECT_THAT(error.message(), HasSubstr(GetParam().rule));
    }
}

Entry hardlink_with_contents() {
    Entry entry = hardlink("b", "a");
    entry.size = 4;
    return entry;
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedTest,
    testing::Values(
        Refused{"absolute", {file("/etc/passwd")}, "absolute"}, Refused{"parent", {file("../x")}, "\"..\""},
        Refused{"parent_inside", {file("a/../../x")}, "\"..\""},
        Refused{"parent_at_end", {directory("a/..")}, "\"..\""}, Refused{"empty", {file("")}, "no name"},
        Refused{"empty_component", {file("a//b")}, "simplest form"},
        Refused{"dot_component", {file("a/./b")}, "simplest form"},
        Refused{"file_with_slash", {file("a/")}, "simplest form"},
        Refused{"file_as_root", {file(".")}, "root"}, Refused{"symlink_as_root", {symlink(".", "a")}, "root"},
        Refused{"nul", {file(std::string("a\0b", 3))}, "control characters"},
        Refused{"line_end", {file("a\nb")}, "control characters"},
        Refused{"not_utf8", {file("a\xff")}, "UTF-8"},
        Refused{"long_path", {file(std::string(2000, 'a'))}, "longer than"},
        Refused{"long_name", {file(std::string(256, 'a'))}, "too long"},
        Refused{"deep",
                {file([] {
                    std::string path = "a";
                    for (int i = 0; i < 100; ++i) path += "/a";
                    return path;
                }())},
                "levels deep"},
        Refused{"special", {{.path = "dev", .kind = EntryKind::other, .link_target = ""}}, "neither"},
        Refused{"file_twice", {file("a"), file("a")}, "twice"},
        Refused{"file_twice_spelt_differently", {file("a"), file("./a")}, "twice"},
        Refused{"file_for_directory", {directory("a"), file("a")}, "two different things"},
        Refused{"file_for_implied_directory", {file("a/b"), file("a")}, "two different things"},
        Refused{"directory_for_file", {file("a"), directory("a")}, "two different things"},
        Refused{"symlink_for_directory", {directory("a"), symlink("a", "b")}, "two different things"},
        Refused{"file_for_symlink", {symlink("a", "b"), file("a")}, "two different things"},
        Refused{"below_a_file", {file("a"), file("a/b/c")}, "no directory"},
        Refused{"below_a_symlink", {symlink("a", "b"), file("a/x")}, "no directory"},
        Refused{"directory_below_a_symlink", {symlink("a", "b"), directory("a/x")}, "no directory"},
        Refused{"absolute_symlink", {symlink("a", "/etc/passwd")}, "absolute"},
        Refused{"symlink_outside", {symlink("a", "../x")}, "outside"},
        Refused{"symlink_far_outside", {symlink("a/b", "../../x")}, "outside"},
        Refused{"symlink_outside_after_strip", {symlink("python/a", "../x")}, "outside", 1},
        Refused{"symlink_back_up", {symlink("a/b", "c/../../x")}, "after a name"},
        Refused{"symlink_empty", {symlink("a", "")}, "no path"},
        Refused{"symlink_control", {symlink("a", "b\x1b")}, "printable"},
        Refused{"hardlink_to_nothing", {hardlink("a", "b")}, "no file before it"},
        Refused{"hardlink_absolute", {hardlink("a", "/etc/passwd")}, "absolute"},
        Refused{"hardlink_parent", {hardlink("a", "../b")}, "\"..\""},
        Refused{"hardlink_to_symlink", {symlink("a", "b"), hardlink("c", "a")}, "no file before it"},
        Refused{"hardlink_to_directory", {directory("a"), hardlink("c", "a")}, "no file before it"},
        Refused{"hardlink_to_itself", {hardlink("a", "a")}, "no file before it"},
        Refused{"hardlink_with_contents", {file("a"), hardlink_with_contents()}, "with contents"},
        Refused{"hardlink_to_stripped", {file("a"), hardlink("p/b", "a")}, "no file before it", 1}),
    [](const auto& param) { return param.param.name; });

TEST(ExtractionLimitsTest, EntriesAreCounted) {
    ExtractionPolicy policy{{.entries = 2}};
    policy.check(file("a"));
    policy.check(directory("."));
    EXPECT_THROW(policy.check(file("b")), UnsafeArchive);
}

/// 2000 headers made 122 000 directories: each header 61 of them.
TEST(ExtractionLimitsTest, ParentsThatAreMadeAreCounted) {
    ExtractionPolicy policy{{.entries = 5}};
    policy.check(file("a/b/c/d"));
    EXPECT_THROW(policy.check(file("e/f")), UnsafeArchive);
    ExtractionPolicy roomy{{.entries = 5}};
    roomy.check(file("a/b/c/d"));
    EXPECT_NO_THROW(roomy.check(file("a/b/c/e"))) << "its parents are there already";
}

TEST(ExtractionLimitsTest, DeclaredSizesAreCheckedBeforehand) {
    ExtractionPolicy policy{{.file_bytes = 10, .total_bytes = 15}};
    Entry large = file("a");
    large.size = 11;
    EXPECT_THROW(policy.check(large), UnsafeArchive);
    large.path = "b";
    large.size = 10;
    policy.check(large);
    policy.count(10);
    large.path = "c";
    EXPECT_THROW(policy.check(large), UnsafeArchive);
}

TEST(ExtractionLimitsTest, WrittenBytesAreCountedWhateverWasDeclared) {
    ExtractionPolicy policy{{.file_bytes = 10, .total_bytes = 15}};
    policy.check(file("a"));
    policy.count(6);
    EXPECT_THROW(policy.count(6), UnsafeArchive);

    ExtractionPolicy other{{.file_bytes = 10, .total_bytes = 15}};
    other.check(file("a"));
    other.count(8);
    other.check(file("b"));
    EXPECT_THROW(other.count(8), UnsafeArchive);
}

TEST(ExtractionLimitsTest, TheRatioIsLimitedOnceThereIsMuch) {
    const Limits limits{.ratio = 100, .ratio_free_bytes = 1000};
    EXPECT_NO_THROW(check_expansion(limits, 1, 1000));
    EXPECT_NO_THROW(check_expansion(limits, 20, 2000));
    EXPECT_THROW(check_expansion(limits, 1, 1001), UnsafeArchive);
    EXPECT_THROW(check_expansion(limits, 0, 5000), UnsafeArchive);
}

}  // namespace
}  // namespace adder::archive
