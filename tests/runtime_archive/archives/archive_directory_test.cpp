#include "runtime_archive/archives/archive_directory.hpp"

#include "support/errors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using Added = ArchiveDirectory::Added;
using test::error_text;
using testing::HasSubstr;

class ArchiveDirectoryTest : public testing::Test {
  protected:
    runtimes::IndexEntry entry(std::string_view contents) {
        base::write_file(incoming, contents);
        return {.id = *runtimes::parse_archive_file_name(name),
                .file = name,
                .size = contents.size(),
                .sha256 = base::sha256(contents)};
    }

    static constexpr const char* name = "python-3.13.5-debian-12-amd64.tar.zst";
    base::TempDir scratch;
    const fs::path incoming = scratch.path() / "incoming";
    const fs::path path = scratch.path() / "runtimes";
};

TEST_F(ArchiveDirectoryTest, ANewArchiveIsMovedAndEntered) {
    const ArchiveDirectory directory{path};
    const runtimes::IndexEntry first = entry("first");
    EXPECT_EQ(directory.add(incoming, first), Added::added);
    EXPECT_EQ(base::read_file(path / name), "first");
    EXPECT_EQ(directory.index(), (runtimes::Index{{first}}));
    EXPECT_EQ(directory.add(incoming, entry("first")), Added::was_there);
}

TEST_F(ArchiveDirectoryTest, OtherBytesChangeNothing) {
    const ArchiveDirectory directory{path};
    directory.add(incoming, entry("first"));
    const runtimes::IndexEntry second = entry("second");
    EXPECT_THAT(error_text([&] { directory.add(incoming, second); }), HasSubstr("--build 2"));
    EXPECT_EQ(base::read_file(path / name), "first");
    EXPECT_TRUE(fs::exists(incoming));
}

TEST_F(ArchiveDirectoryTest, WhatANewerVersionWroteIsNotWrittenAgain) {
    const ArchiveDirectory directory{path};
    base::write_file(path / "index.json", R"({"schema": 1, "archives": [], "licence": "x"})");
    EXPECT_EQ(read_index(path).passed_over.size(), 1u);
    EXPECT_THAT(error_text([&] { directory.index(); }), HasSubstr("licence"));
}

TEST_F(ArchiveDirectoryTest, ADirectoryWithoutAnIndexIsEmpty) {
    const ArchiveDirectory directory{path};
    EXPECT_EQ(directory.index(), runtimes::Index{});
    EXPECT_FALSE(directory.is_signed());
    base::write_file(path / "index.json.sig", "");
    EXPECT_TRUE(directory.is_signed());
}

}  // namespace
}  // namespace adder::runtime_archive
