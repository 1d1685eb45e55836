#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/interrupts.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace adder::base {

namespace {

namespace fs = std::filesystem;

void check(int code) {
    if (code != 0) throw SystemError{code, "cannot prepare a program's start"};
}

class SpawnActions {
  public:
    SpawnActions() { check(::posix_spawn_file_actions_init(&actions_)); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }

    void open_null(int fd) {
        check(::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDONLY, 0));
    }
    void duplicate(int from, int to) { check(::posix_spawn_file_actions_adddup2(&actions_, from, to)); }
    void change_directory(const fs::path& to) {
        check(::posix_spawn_file_actions_addchdir_np(&actions_, to.c_str()));
    }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_;
};

/// A program starts with signals as at a terminal, whatever this process does with them: a shell ignores
/// SIGINT for what it starts in the background, and programs would inherit that.
class DefaultSignals {
  public:
    explicit DefaultSignals(bool own_group) {
        check(::posix_spawnattr_init(&attributes_));
        sigset_t signals;
        ::sigemptyset(&signals);
        check(::posix_spawnattr_setsigmask(&attributes_, &signals));
        for (const int signal : {SIGINT, SIGQUIT, SIGPIPE}) ::sigaddset(&signals, signal);
        check(::posix_spawnattr_setsigdefault(&attributes_, &signals));
        const int group = own_group ? POSIX_SPAWN_SETPGROUP : 0;  // whose number is the program's own
        check(::posix_spawnattr_setflags(
            &attributes_, static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group)));
    }
    DefaultSignals(const DefaultSignals&) = delete;
    DefaultSignals& operator=(const DefaultSignals&) = delete;
    ~DefaultSignals() { ::posix_spawnattr_destroy(&attributes_); }

    const posix_spawnattr_t* get() const { return &attributes_; }

  private:
    posix_spawnattr_t attributes_;
};

fs::path look_up(const Command& command) {
    if (command.program.native().find('/') != std::string::npos) return command.program;
    const std::string path = command.env.find("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
    for (const std::string_view directory : split(path, ':')) {
        const fs::path candidate = fs::path{directory} / command.program;
        if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    throw SystemError{ENOENT, "cannot find the program {}", command.program};
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> result;
    result.reserve(strings.size() + 1);
    for (std::string& string : strings) result.push_back(string.data());
    result.push_back(nullptr);
    return result;
}

pid_t spawn(const Command& command, int output) {
    SpawnActions actions;
    actions.open_null(STDIN_FILENO);
    actions.duplicate(output, STDOUT_FILENO);
    actions.duplicate(output, STDERR_FILENO);
    if (!command.working_directory.empty()) actions.change_directory(command.working_directory);

    const fs::path program = look_up(command);
    std::vector<std::string> arguments{program.native()};
    arguments.insert(arguments.end(), command.args.begin(), command.args.end());
    std::vector<std::string> assignments = command.env.assignments();

    const DefaultSignals signals{command.stop.stop_possible()};
    pid_t pid = 0;
    const int code = ::posix_spawn(&pid, program.c_str(), actions.get(), signals.get(),
                                   pointers(arguments).data(), pointers(assignments).data());
    if (code != 0) throw SystemError{code, "cannot start {}", program};
    return pid;
}

ExitStatus wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) throw SystemError{errno, "cannot wait for a program"};
    }
    if (WIFSIGNALED(status)) return {.code = 0, .signal = WTERMSIG(status)};
    return {.code = WEXITSTATUS(status), .signal = 0};
}

/// Until then its number stays its own, and its group can be killed by it.
void wait_without_reaping(pid_t pid) {
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) < 0) {
        if (errno != EINTR) throw SystemError{errno, "cannot wait for a program"};
    }
}

/// For what a killed program has started: its files are not touched once they have ended. They are this
/// process's children if it takes orphans (`Interrupts`); otherwise there is nothing to wait for.
void wait_for_group(pid_t group) {
    while (::waitpid(-group, nullptr, 0) > 0 || errno == EINTR) {}
}

/// Cuts a stream into lines; what a program writes over a line again with '\r' counts as a line of its own.
class LineSplitter {
  public:
    explicit LineSplitter(const LineHandler& on_line) : on_line_{on_line} {}

    void feed(std::string_view text) {
        for (const char c : text) {
            if (c == '\n' || c == '\r') {
                flush(c == '\n' && !after_return_);
                after_return_ = c == '\r';
            } else {
                line_ += c;
                after_return_ = false;
            }
        }
    }

    void flush(bool even_if_empty) {
        if (!line_.empty() || even_if_empty) on_line_(line_);
        line_.clear();
    }

  private:
    const LineHandler& on_line_;
    std::string line_;
    bool after_return_ = false;
};

void read_lines(int fd, const LineHandler& on_line) {
    LineSplitter lines{on_line};
    std::vector<char> buffer(16u << 10);
    for (;;) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw SystemError{errno, "cannot read a program's output"};
        if (count == 0) break;
        lines.feed({buffer.data(), static_cast<std::size_t>(count)});
    }
    lines.flush(false);
}

}  // namespace

std::string ExitStatus::describe() const {
    if (signal != 0) return format("signal {} ({})", signal, ::strsignal(signal));
    return format("exit code {}", code);
}

ExitStatus run(const Command& command, const LineHandler& on_line) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw SystemError{errno, "cannot make a pipe"};
    UniqueFd reading{ends[0]};
    UniqueFd writing{ends[1]};
    throw_if_stopped(command.stop);
    const pid_t pid = spawn(command, writing.get());
    const bool own_group = command.stop.stop_possible();
    const pid_t whom = own_group ? -pid : pid;
    writing.reset();
    try {
        const std::stop_callback on_stop{command.stop, [whom] { ::kill(whom, SIGKILL); }};
        read_lines(reading.get(), on_line);
        if (own_group) wait_without_reaping(pid);
    } catch (...) {
        ::kill(whom, SIGKILL);
        wait_for(pid);
        throw;
    }
    const ExitStatus status = wait_for(pid);
    if (own_group && command.stop.stop_requested()) {
        wait_for_group(pid);
        throw Stopped{};
    }
    return status;
}

Captured run_and_capture(const Command& command) {
    Captured result;
    result.status = run(command, [&result](std::string_view line) {
        result.output += line;
        result.output += '\n';
    });
    return result;
}

}  // namespace adder::base
