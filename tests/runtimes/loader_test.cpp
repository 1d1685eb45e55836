#include "runtimes/loader.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtimes {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

TEST(LoaderTest, LinksLeadFromTheRoot) {
    const base::TempDir directory;
    const fs::path& root = directory.path();
    base::make_directories(root / "usr/lib");
    base::write_file(root / "usr/lib/real", "");
    fs::create_symlink("/usr/lib", root / "lib");
    fs::create_symlink("../../../../usr/lib/real", root / "usr/lib/relative");
    fs::create_symlink("/lib/relative", root / "absolute");
    fs::create_symlink("circle", root / "circle");
    for (const char* path :
         {"/lib/real", "/usr/lib/relative", "/absolute", "/../absolute", "/usr/./lib/real"}) {
        EXPECT_EQ(find_in_root(root, path), root / "usr/lib/real") << path;
    }
    for (const char* path : {"/nothing", "/circle", "/absolute/../nothing"}) {
        EXPECT_EQ(find_in_root(root, path), "") << path;
    }
}

TEST(LoaderTest, TheConfigurationNamesDirectoriesAndIncludes) {
    EXPECT_THAT(parse_loader_configuration(
                    "# a comment\n/a /b:/c # another\n\ninclude x.d/*.conf y\nhwcap 1 nosegneg\n"),
                ElementsAre("/a", "/b", "/c", "include:x.d/*.conf", "include:y"));
}

}  // namespace
}  // namespace adder::runtimes
