#pragma once

#include <adder/base/process.hpp>

#include <chrono>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace adder::test {

/// A program that runs until the end of the scope, its output in a file.
class BackgroundProcess {
  public:
    /// `command.program` is a path: it is not looked up. Throws `base::SystemError` if it cannot be forked; a
    /// program that cannot be executed ends with exit code 127.
    BackgroundProcess(const base::Command& command, const std::filesystem::path& output);
    ~BackgroundProcess();
    BackgroundProcess(const BackgroundProcess&) = delete;
    BackgroundProcess& operator=(const BackgroundProcess&) = delete;

    /// Asks it to end (SIGTERM to it and its children), waits up to ten seconds, then ends it. Returns its
    /// exit code, or 128 + the signal that ended it.
    int stop();

    /// The same, but only it gets the signal, as the first process of a container does.
    int terminate();

    /// Waits for it to end by itself, and ends it (SIGKILL) after the limit. Returns as `stop` does.
    int wait(std::chrono::seconds limit = std::chrono::seconds{300});

    /// Ends it and its children at once (SIGKILL), if it has not ended yet. Returns as `stop` does.
    int kill();

    std::string output() const;

  private:
    int end(pid_t whom);

    std::filesystem::path output_;
    pid_t pid_ = 0;
};

/// A TCP port of 127.0.0.1 that nothing listens on.
unsigned short free_port();

/// Returns when something listens on that port of 127.0.0.1, or of another address of this machine. Throws
/// `base::Error` with the process's output if it does not happen in time.
void wait_for_port(unsigned short port, const BackgroundProcess& process,
                   std::chrono::seconds limit = std::chrono::seconds{20},
                   const std::string& host = "127.0.0.1");

}  // namespace adder::test
