#include <adder/base/files.hpp>
#include <adder/testing/background_process.hpp>

#include <chrono>
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

/// As below `scripts/test.sh &`.
TEST(BackgroundProcessTest, CanBeInterruptedWhereThisProcessCannot) {
    const auto before = std::signal(SIGINT, SIG_IGN);
    const base::TempDir directory;
    BackgroundProcess process{
        {.program = "/bin/sh", .args = {"-c", "kill -INT $$; exit 3"}, .env = {}, .working_directory = {}},
        directory.path() / "log"};
    std::signal(SIGINT, before);
    EXPECT_EQ(process.wait(), 128 + SIGINT);
}

TEST(BackgroundProcessTest, IsNotWaitedForForEver) {
    const base::TempDir directory;
    BackgroundProcess process{{.program = "/bin/sleep", .args = {"600"}, .env = {}, .working_directory = {}},
                              directory.path() / "log"};
    EXPECT_EQ(process.wait(std::chrono::seconds{1}), 128 + SIGKILL);
}

}  // namespace
}  // namespace adder::test
