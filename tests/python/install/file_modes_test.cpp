#include "python/install/file_modes.hpp"

#include <adder/base/files.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;

TEST(FileModesTest, OthersMayNotWriteAndNothingRunsAsSomebodyElse) {
    const base::TempDir directory;
    const fs::path tree = directory.path() / "tree";
    const auto make = [&](const char* name, mode_t mode) {
        base::write_file(tree / name, "");
        ASSERT_EQ(::chmod((tree / name).c_str(), mode), 0);
    };
    const auto mode_of = [](const fs::path& path) {
        struct stat status{};
        ::stat(path.c_str(), &status);
        return status.st_mode & 07777u;
    };
    base::make_directories(tree / "open");
    ASSERT_EQ(::chmod((tree / "open").c_str(), 03777), 0);
    make("lock", 0666);
    make("program", 06755);
    make("private", 0600);
    base::write_file(directory.path() / "outside", "");
    ASSERT_EQ(::chmod((directory.path() / "outside").c_str(), 0666), 0);
    fs::create_symlink(directory.path() / "outside", tree / "link");
    fs::create_symlink("/none", tree / "dangling");
    ASSERT_EQ(::chmod(tree.c_str(), 0777), 0);

    restrict_modes(tree);
    EXPECT_EQ(mode_of(tree), 0755u);
    EXPECT_EQ(mode_of(tree / "open"), 0755u);
    EXPECT_EQ(mode_of(tree / "lock"), 0644u);
    EXPECT_EQ(mode_of(tree / "program"), 0755u);
    EXPECT_EQ(mode_of(tree / "private"), 0600u);
    EXPECT_EQ(mode_of(directory.path() / "outside"), 0666u);
}

}  // namespace
}  // namespace adder::python
