#pragma once

#include <adder/base/process.hpp>

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace adder::test {

/// A program that runs until the end of the scope, its output in a file.
class BackgroundProcess {
  public:
    BackgroundProcess(const base::Command& command, const std::filesystem::path& output);
    ~BackgroundProcess();
    BackgroundProcess(const BackgroundProcess&) = delete;
    BackgroundProcess& operator=(const BackgroundProcess&) = delete;

    /// Asks it to end (SIGTERM to it and its children), waits up to ten seconds, then ends it. Returns its
    /// exit code, or 128 + the signal that ended it.
    int stop();

    std::string output() const;

  private:
    std::filesystem::path output_;
    pid_t pid_ = 0;
};

/// A TCP port of 127.0.0.1 that nothing listens on.
unsigned short free_port();

}  // namespace adder::test
