#include <adder/base/files.hpp>
#include <adder/base/interrupts.hpp>
#include <adder/base/process.hpp>

#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace adder::base {
namespace {

/// Sets what a signal does until the end of the scope, so that it does not matter what this process was
/// started with.
class Disposition {
  public:
    Disposition(int signal, void (*handler)(int)) : signal_{signal}, before_{::signal(signal, handler)} {}
    Disposition(const Disposition&) = delete;
    Disposition& operator=(const Disposition&) = delete;
    ~Disposition() { ::signal(signal_, before_); }

  private:
    int signal_;
    void (*before_)(int);
};

/// A program that says when it has started, and one of its own that would go on for long.
Command long_program(const std::filesystem::path& directory, std::stop_token stop) {
    return {.program = "sh",
            .args = {"-c", "sleep 600 & echo $! >child; echo started; wait"},
            .env = {{"PATH", "/usr/bin:/bin"}},
            .working_directory = directory,
            .stop = std::move(stop)};
}

TEST(InterruptsTest, ASignalEndsTheProgramWithAllThatItHasStarted) {
    const Disposition as_usual{SIGINT, SIG_DFL};
    const TempDir directory;
    Interrupts interrupts;
    EXPECT_EQ(interrupts.signal(), 0);
    EXPECT_THROW(run(long_program(directory.path(), interrupts.token()),
                     [](std::string_view line) {
                         if (line == "started") ::kill(::getpid(), SIGINT);
                     }),
                 Stopped);
    EXPECT_EQ(interrupts.signal(), SIGINT);
    const auto child = static_cast<pid_t>(std::stol(read_file(directory.path() / "child")));
    EXPECT_EQ(::kill(child, 0), -1) << "its child still runs";
    EXPECT_THROW(
        run_and_capture(
            {.program = "true", .args = {}, .env = {}, .working_directory = {}, .stop = interrupts.token()}),
        Stopped);
}

TEST(InterruptsTest, WhatIsIgnoredStaysIgnored) {
    const Disposition ignored{SIGHUP, SIG_IGN};
    const Disposition as_usual{SIGTERM, SIG_DFL};
    Interrupts interrupts;
    ::kill(::getpid(), SIGHUP);
    ::kill(::getpid(), SIGTERM);
    while (interrupts.signal() == 0) ::usleep(1000);
    EXPECT_EQ(interrupts.signal(), SIGTERM);
}

TEST(InterruptsTest, ASecondSignalDoesNotEndTheProcessWhileItTidiesUp) {
    const Disposition as_usual{SIGINT, SIG_DFL};
    {
        Interrupts interrupts;
        ::kill(::getpid(), SIGINT);
        while (interrupts.signal() == 0) ::usleep(1000);
        ::kill(::getpid(), SIGINT);
    }
    sigset_t pending;
    ::sigpending(&pending);
    EXPECT_FALSE(::sigismember(&pending, SIGINT));
}

TEST(InterruptsTest, ProgramsThatCannotBeStoppedStayInThisProcessGroup) {
    const std::string own = std::to_string(::getpgrp()) + "\n";
    const Command ask{.program = "sh",
                      .args = {"-c", "cut -d ' ' -f 5 /proc/$$/stat"},
                      .env = {{"PATH", "/usr/bin:/bin"}},
                      .working_directory = {}};
    EXPECT_EQ(run_and_capture(ask).output, own);
    Command stoppable = ask;
    std::stop_source source;
    stoppable.stop = source.get_token();
    EXPECT_NE(run_and_capture(stoppable).output, own);
}

}  // namespace
}  // namespace adder::base
