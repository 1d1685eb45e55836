#include "archive/tree_writer.hpp"

#include "archives.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::archive {
namespace {

using testing::ElementsAre;
using testing::Pair;

class TreeWriterTest : public testing::Test {
  protected:
    static void write(TreeWriter& writer, std::string_view path, std::string_view text,
                      bool executable = false) {
        writer.begin_file(path, executable);
        writer.write(base::as_bytes(text));
        writer.end_file();
    }
    std::filesystem::path root() const { return dir_.path(); }

  private:
    base::TempDir dir_;
};

TEST_F(TreeWriterTest, WritesATreeInAnyOrder) {
    TreeWriter writer{root()};
    write(writer, "a/b/one", "1");
    write(writer, "two", "2", true);
    writer.make_directory("a/c");
    write(writer, "a/b/three", "3");
    writer.make_hardlink("a/c/four", "a/b/one");
    writer.make_symlink("a/five", "b/one");
    writer.make_directory("a/b");
    EXPECT_THAT(
        test::tree_of(root()),
        ElementsAre(Pair("a", "755 dir"), Pair("a/b", "755 dir"), Pair("a/b/one", "644 file:1"),
                    Pair("a/b/three", "644 file:3"), Pair("a/c", "755 dir"), Pair("a/c/four", "644 file:1"),
                    Pair("a/five", "-> b/one"), Pair("two", "755 file:2")));
}

TEST_F(TreeWriterTest, NamesThatBeginAlikeAreDifferentDirectories) {
    TreeWriter writer{root()};
    write(writer, "a/x", "1");
    write(writer, "ab/x", "2");
    write(writer, "a/y", "3");
    EXPECT_EQ(test::tree_of(root()).at("ab/x"), "644 file:2");
    EXPECT_EQ(test::tree_of(root()).at("a/y"), "644 file:3");
}

TEST_F(TreeWriterTest, ModesDoNotDependOnTheUmask) {
    const mode_t before = ::umask(0077);
    TreeWriter writer{root()};
    write(writer, "a/b", "1", true);
    write(writer, "a/c", "1");
    ::umask(before);
    EXPECT_THAT(test::tree_of(root()),
                ElementsAre(Pair("a", "755 dir"), Pair("a/b", "755 file:1"), Pair("a/c", "644 file:1")));
}

TEST_F(TreeWriterTest, ReplacesNothing) {
    TreeWriter writer{root()};
    write(writer, "a", "1");
    EXPECT_THROW(writer.begin_file("a", false), base::SystemError);
    EXPECT_THROW(writer.make_symlink("a", "b"), base::SystemError);
    EXPECT_THROW(writer.make_directory("a"), base::SystemError);
    EXPECT_THROW(writer.begin_file("a/b", false), base::SystemError);
    EXPECT_EQ(test::tree_of(root()).at("a"), "644 file:1");
}

TEST_F(TreeWriterTest, FollowsNoSymbolicLink) {
    const base::TempDir outside;
    TreeWriter writer{root()};
    writer.make_symlink("link", outside.path().native());
    writer.make_symlink("file", (outside.path() / "target").native());
    EXPECT_THROW(writer.begin_file("link/x", false), base::SystemError);
    EXPECT_THROW(writer.make_directory("link"), base::SystemError);
    EXPECT_THROW(writer.begin_file("file", false), base::SystemError);
    EXPECT_TRUE(std::filesystem::is_empty(outside.path()));
}

TEST_F(TreeWriterTest, WritesIntoEmptyDirectoriesOnly) {
    base::write_file(root() / "there", "");
    EXPECT_THROW(TreeWriter{root()}, base::Error);
    EXPECT_THROW(TreeWriter{root() / "none"}, base::Error);
}

}  // namespace
}  // namespace adder::archive
