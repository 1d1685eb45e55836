#include <adder/base/files.hpp>
#include <adder/cnb/platform.hpp>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

TEST(PlatformTest, FilesAreVariablesUnchanged) {
    const base::TempDir directory;
    base::make_directories(directory.path() / "env/some-directory");
    base::write_file(directory.path() / "env/A", "1\n");
    base::write_file(directory.path() / "env/B.append", "2");
    EXPECT_EQ(read_platform_env(directory.path()), (base::Environment{{"A", "1\n"}, {"B.append", "2"}}));
}

TEST(PlatformTest, NoDirectoryIsNoVariables) {
    const base::TempDir directory;
    EXPECT_EQ(read_platform_env(directory.path()), base::Environment{});
}

TEST(PlatformTest, PathsArePutInFrontEverythingElseReplaces) {
    const base::Environment result =
        with_platform_env({{"PATH", "/bin"}, {"A", "old"}}, {{"PATH", "/x"}, {"CPATH", "/y"}, {"A", "new"}});
    EXPECT_EQ(result, (base::Environment{{"PATH", "/x:/bin"}, {"CPATH", "/y"}, {"A", "new"}}));
}

}  // namespace
}  // namespace adder::cnb
