#include "runtime_archive/archives/reindex.hpp"

#include "support/errors.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using test::error_text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* name_a = "python-3.13.5-debian-12-amd64.tar.zst";
constexpr const char* name_b = "python-3.14.0t+2-minimal-debian-12-arm64.tar.zst";

FoundFile found(const char* name, std::string_view contents) {
    return {name, contents.size(), base::sha256(contents)};
}

runtimes::IndexEntry entry(const char* name, std::string_view contents) {
    return {.id = *runtimes::parse_archive_file_name(name),
            .file = name,
            .size = contents.size(),
            .sha256 = base::sha256(contents),
            .build_flags = {"pgo"},
            .date = "2026-01-31"};
}

TEST(ReindexTest, ANameSaysWhatAnArchiveIs) {
    const Reindexed made =
        reindex({}, {found(name_a, "a"), found(name_b, "b"), found("x.tar.zst", "x")}, false);
    EXPECT_THAT(made.added, ElementsAre(name_a, name_b));
    EXPECT_THAT(made.nameless, ElementsAre("x.tar.zst"));
    ASSERT_EQ(made.index.archives.size(), 2u);
    EXPECT_EQ(made.index.archives[1].id, *runtimes::parse_archive_file_name(name_b));
    EXPECT_EQ(made.index.archives[1].sha256, base::sha256("b"));
}

TEST(ReindexTest, WhatIsKnownOfAnArchiveIsKept) {
    const runtimes::IndexEntry known = entry(name_a, "a");
    const Reindexed made = reindex({.archives = {known}}, {found(name_a, "a")}, false);
    EXPECT_THAT(made.index.archives, ElementsAre(known));
    EXPECT_THAT(made.added, IsEmpty());
}

TEST(ReindexTest, EveryChangedAndEveryMissingArchiveIsNamed) {
    const runtimes::Index known{.archives = {entry(name_a, "a"), entry(name_b, "b")}};
    const std::string text = error_text([&] { reindex(known, {found(name_a, "changed")}, false); });
    EXPECT_THAT(text, HasSubstr(base::sha256("changed").hex()));
    EXPECT_THAT(text, HasSubstr(std::string{name_b} + " is listed, and not there"));
}

TEST(ReindexTest, OnlyMissingArchivesCanBeForgotten) {
    const runtimes::Index known{.archives = {entry(name_a, "a"), entry(name_b, "b")}};
    const Reindexed made = reindex(known, {found(name_a, "a")}, true);
    EXPECT_THAT(made.forgotten, ElementsAre(name_b));
    EXPECT_EQ(made.index.archives.size(), 1u);
    EXPECT_THAT(error_text([&] { reindex(known, {found(name_a, "changed")}, true); }),
                HasSubstr("was listed with"));
}

TEST(ReindexTest, ArchivesAreFoundByNameOrBecauseTheyAreListed) {
    const base::TempDir directory;
    for (const char* name : {name_a, "b.tar.zst", "other.tgz", "index.json", "notes.txt"}) {
        base::write_file(directory.path() / name, name);
    }
    base::make_directories(directory.path() / "c.tar.zst");
    runtimes::IndexEntry listed = entry(name_a, "");
    listed.file = "other.tgz";
    std::vector<std::string> names;
    for (const FoundFile& file : find_archives(directory.path(), {.archives = {listed}})) {
        names.push_back(file.name);
        EXPECT_EQ(file.sha256, base::sha256(file.name));
    }
    EXPECT_THAT(names, ElementsAre("b.tar.zst", "other.tgz", name_a));
}

}  // namespace
}  // namespace adder::runtime_archive
