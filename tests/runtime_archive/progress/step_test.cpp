#include "runtime_archive/progress/step.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using testing::HasSubstr;
using testing::Not;

base::Command shell(const char* script) {
    return {.program = "/bin/sh", .args = {"-c", script}, .env = {}, .working_directory = "/"};
}

TEST(StepTest, OutputGoesToTheLogOneStepAfterTheOther) {
    const base::TempDir directory;
    base::Log people{{}, [](base::Log::Stream, std::string_view) {}};
    const StepLog log{people, directory.path() / "log"};
    run_step("first", shell("echo one; echo two >&2"), log);
    run_step("second", shell("echo three"), log);
    const std::string text = base::read_file(log.file);
    EXPECT_THAT(text, HasSubstr("--- first: /bin/sh"));
    EXPECT_THAT(text, HasSubstr("\none\ntwo\n--- second"));
    EXPECT_THAT(text, HasSubstr("\nthree\n"));
}

TEST(StepTest, AFailureShowsTheEndOfTheOutputAndWhereTheRestIs) {
    const base::TempDir directory;
    base::Log people{{}, [](base::Log::Stream, std::string_view) {}};
    const StepLog log{people, directory.path() / "log"};
    try {
        run_step("make", shell("for i in $(seq 1000 1100); do echo line $i; done; exit 2"), log);
        FAIL() << "accepted";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("make failed (exit code 2)"));
        EXPECT_THAT(error.message(), HasSubstr(log.file.native()));
        EXPECT_THAT(error.message(), HasSubstr("line 1100"));
        EXPECT_THAT(error.message(), Not(HasSubstr("line 1050")));
    }
    EXPECT_THAT(base::read_file(log.file), HasSubstr("line 1000"));
}

TEST(StepTest, ALongStepSaysThatItGoesOnAndWhereItIs) {
    const base::TempDir directory;
    std::vector<std::string> lines;
    base::Log people{{}, [&](base::Log::Stream, std::string_view line) { lines.emplace_back(line); }};
    const StepLog log{people, directory.path() / "log", std::chrono::milliseconds{20}};
    const std::string line = "gcc " + std::string(100, '-') + " Objects/abstract.c";
    run_step("make", shell(("echo '" + line + "'; sleep 0.3").c_str()), log);
    ASSERT_FALSE(lines.empty());
    EXPECT_THAT(lines.back(), HasSubstr("make for 0."));
    EXPECT_THAT(lines.back(), HasSubstr("…"));
    EXPECT_THAT(lines.back(), HasSubstr("- Objects/abstract.c"));
}

}  // namespace
}  // namespace adder::runtime_archive
