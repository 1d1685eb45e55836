#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::base {
namespace {

Command shell(std::string script) {
    return {.program = "sh",
            .args = {"-c", std::move(script)},
            .env = {{"PATH", "/usr/bin:/bin"}},
            .working_directory = {}};
}

TEST(ProcessTest, GivesOutputAndErrorsTogetherLineByLine) {
    std::vector<std::string> lines;
    const ExitStatus status = run(shell("echo one; echo two >&2; printf 'three\\r\\nfour'"),
                                  [&](auto line) { lines.emplace_back(line); });
    EXPECT_TRUE(status.ok());
    EXPECT_THAT(lines, testing::ElementsAre("one", "two", "three", "four"));
}

TEST(ProcessTest, TellsHowAProgramEnded) {
    EXPECT_EQ(run_and_capture(shell("exit 3")).status.describe(), "exit code 3");
    EXPECT_EQ(run_and_capture(shell("kill -9 $$")).status.describe(), "signal 9 (Killed)");
}

TEST(ProcessTest, TheEnvironmentIsExactlyTheGivenOne) {
    Command command = shell("env");
    command.env.set("ADDER_TEST", "x");
    const Captured captured = run_and_capture(command);
    EXPECT_NE(captured.output.find("ADDER_TEST=x\n"), std::string::npos);
    EXPECT_EQ(captured.output.find("HOME="), std::string::npos);
}

TEST(ProcessTest, RunsInTheGivenDirectory) {
    const TempDir directory;
    Command command = shell("pwd -P");
    command.working_directory = directory.path();
    EXPECT_EQ(run_and_capture(command).output, std::filesystem::canonical(directory.path()).native() + "\n");
}

TEST(ProcessTest, StandardInputIsEmpty) { EXPECT_EQ(run_and_capture(shell("cat")).output, ""); }

TEST(ProcessTest, SignalsThatAreIgnoredHereWorkThere) {
    const auto before = ::signal(SIGINT, SIG_IGN);  // as in what a shell starts in the background
    EXPECT_EQ(run_and_capture(shell("kill -INT $$; echo still here")).status.signal, SIGINT);
    ::signal(SIGINT, before);
}

TEST(ProcessTest, AProgramThatIsNotThere) {
    EXPECT_THROW(run_and_capture({.program = "/nowhere/x", .args = {}, .env = {}, .working_directory = {}}),
                 SystemError);
    EXPECT_THROW(
        run_and_capture({.program = "no-such-program", .args = {}, .env = {}, .working_directory = {}}),
        SystemError);
}

TEST(ProcessTest, AnExceptionFromTheReaderEndsTheProgram) {
    struct Stop {};
    EXPECT_THROW(run(shell("while :; do echo x; done"), [](auto) { throw Stop{}; }), Stop);
}

}  // namespace
}  // namespace adder::base
