#include "runtime_archive/inspection/trial_run.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using testing::HasSubstr;

/// The message for a tree whose `python` is this shell script.
std::string complaint(std::string_view script) {
    const base::TempDir tree;
    base::make_directories(tree.path() / "bin");
    base::write_file(tree.path() / "bin/python", script, 0755);
    try {
        smoke_test(tree.path(),
                   {.version = *runtimes::PythonVersion::parse("3.13.5"), .free_threaded = true});
    } catch (const base::Error& error) {
        return error.full_text();
    }
    return "";
}

TEST(SmokeTestTest, SilenceIsSuccess) { EXPECT_EQ(complaint("#!/bin/sh\n"), ""); }

TEST(SmokeTestTest, AMissingModuleNamesThePackage) {
    const std::string text = complaint("#!/bin/sh\necho \"missing bz2: No module named '_bz2'\"\n");
    EXPECT_THAT(text, HasSubstr("No module named '_bz2' (building it needs the package libbz2-dev)"));
}

TEST(SmokeTestTest, EveryProblemIsListed) {
    const std::string text =
        complaint("#!/bin/sh\necho this is Python 3.13.4\necho zlib does not work\nexit 3\n");
    EXPECT_THAT(text, HasSubstr("exit code 3"));
    EXPECT_THAT(text, HasSubstr("\n  this is Python 3.13.4\n  zlib does not work"));
}

TEST(SmokeTestTest, TheTreeRunsElsewhereWithAnEmptyEnvironment) {
    EXPECT_THAT(complaint("#!/bin/sh\necho $0\n/usr/bin/env | /bin/grep -v '^_\\|^PWD\\|^SHLVL'\n"),
                HasSubstr("adder-relocated-"));
}

/// A real interpreter that is not relocatable: its files are where they always are.
TEST(SmokeTestTest, FilesFromOutsideTheTreeAreFound) {
    ASSERT_TRUE(std::filesystem::exists("/usr/bin/python3")) << "this test needs the package python3";
    const std::string text = complaint("#!/bin/sh\nexec /usr/bin/python3 \"$@\"\n");
    EXPECT_THAT(text, HasSubstr("sys.prefix is /usr"));
    EXPECT_THAT(text, HasSubstr("this Python is not free-threaded"));
    EXPECT_THAT(text, HasSubstr("comes from /usr/lib/python3"));
}

}  // namespace
}  // namespace adder::runtime_archive
