#include "runtime_archive/inspection/programs.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

TEST(ProgramsTest, OnlyExecutableFilesOnThePathCount) {
    const base::TempDir directory;
    base::write_file(directory.path() / "tool", "", 0755);
    base::write_file(directory.path() / "text", "");
    const base::Environment env{{"PATH", "/nowhere:" + directory.path().native()}};
    EXPECT_TRUE(is_on_path("tool", env));
    EXPECT_FALSE(is_on_path("missing", env));
    EXPECT_TRUE(is_on_path("sh", {}));
}

}  // namespace
}  // namespace adder::runtime_archive
