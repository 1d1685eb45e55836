#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

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

/// What a build backend writes must not fill the memory.
TEST(ProcessTest, ALineWithoutEndIsCutOff) {
    const Captured captured =
        run_and_capture(shell("head -c 8000000 /dev/zero | tr '\\0' x; echo; echo end"));
    EXPECT_EQ(captured.output, std::string(1u << 20, 'x') + "\nend\n");
}

TEST(ProcessTest, StandardInputIsEmpty) { EXPECT_EQ(run_and_capture(shell("cat")).output, ""); }

TEST(ProcessTest, NothingElseThatIsOpenIsInherited) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);  // as a library may, without O_CLOEXEC
    const UniqueFd reading{ends[0]};
    const UniqueFd writing{ends[1]};
    EXPECT_EQ(run_and_capture(shell("cd /proc/self/fd; for f in *; do [ -e $f ] && echo $f; done")).output,
              "0\n1\n2\n");
}

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

/// What a program leaves running has its output open, too.
TEST(ProcessTest, IsOverWhenTheProgramIs) {
    adopt_what_is_left();
    const Captured captured = run_and_capture(shell("sleep 1000 & echo started"));
    EXPECT_EQ(captured.output, "started\n");
    EXPECT_EQ(end_what_was_left(), 1U);
}

TEST(ProcessTest, AllThatWasWrittenArrivesThoughSomethingIsLeft) {
    adopt_what_is_left();
    const Captured captured = run_and_capture(shell("sleep 1000 & yes | head -c 3000000"));
    EXPECT_EQ(captured.output.size(), 3000000U);
    end_what_was_left();
}

TEST(ProcessTest, NothingIsLeftOfDaemonsAndWhatTheyStart) {
    adopt_what_is_left();
    const TempDir directory;
    const std::string file = (directory.path() / "ticks").native();
    run_and_capture(shell("setsid sh -c 'trap \"\" TERM HUP; while :; do (sleep 0.01; echo x >> " + file +
                          ") & wait; done' >/dev/null 2>&1 & while ! [ -s " + file + " ]; do :; done"));
    EXPECT_GE(end_what_was_left(), 1U);
    const std::string ticks = read_file(file);
    run_and_capture(shell("sleep 0.1"));
    EXPECT_EQ(read_file(file), ticks);
    EXPECT_EQ(end_what_was_left(), 0U);
}

TEST(ProcessTest, AnExceptionFromTheReaderEndsTheProgram) {
    struct Stop {};
    EXPECT_THROW(run(shell("while :; do echo x; done"), [](auto) { throw Stop{}; }), Stop);
}

}  // namespace
}  // namespace adder::base
