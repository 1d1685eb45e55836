#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/interrupts.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <set>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
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
    void close_from(int first) { check(::posix_spawn_file_actions_addclosefrom_np(&actions_, first)); }
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
    actions.close_from(STDERR_FILENO + 1);  // libraries open connections without O_CLOEXEC

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

/// Of a longer line the rest is left out: a program that never ends its line must not fill the memory.
constexpr std::size_t longest_line = 1u << 20;

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
                if (line_.size() < longest_line) line_ += c;
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

/// Running ones and ended ones that no one has waited for.
bool has_children() {
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/// The number of the process's parent, by /proc/PID/stat (proc(5)): the name before it may hold anything but
/// ends in the last parenthesis. 0 for a process that is gone.
pid_t parent_of(const fs::path& process) {
    std::string stat;
    try {
        stat = read_file(process / "stat");
    } catch (const SystemError&) {
        return 0;
    }
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos) return 0;
    const std::vector<std::string_view> fields = split(std::string_view{stat}.substr(name_end + 1), ' ');
    const auto parent = fields.size() > 2 ? parse_number(fields[2]) : std::nullopt;  // " S 17 …"
    return parent ? static_cast<pid_t>(*parent) : 0;
}

std::vector<pid_t> children() {
    std::vector<pid_t> found;
    try {
        for (const fs::directory_entry& process : fs::directory_iterator{"/proc"}) {
            const auto number = parse_number(process.path().filename().native());
            if (number && parent_of(process.path()) == ::getpid())
                found.push_back(static_cast<pid_t>(*number));
        }
    } catch (const fs::filesystem_error& error) {
        throw SystemError{error.code().value(), "cannot list what runs"};
    }
    return found;
}

/// Waits until there is something to read, or the program has ended, and returns whether it has. Without a
/// descriptor of the program (before Linux 5.3, or where a sandbox refuses it) only the former.
bool wait_for_output(int fd, const UniqueFd& program) {
    pollfd wanted[] = {{fd, POLLIN, 0}, {program.get(), POLLIN, 0}};
    while (::poll(wanted, 2, -1) < 0) {
        if (errno != EINTR) throw SystemError{errno, "cannot wait for a program's output"};
    }
    return wanted[1].revents != 0;
}

/// Until the program has ended: what it leaves running may hold its output open for ever.
void read_lines(int fd, pid_t pid, const LineHandler& on_line) {
    const UniqueFd program{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
    LineSplitter lines{on_line};
    std::vector<char> buffer(16u << 10);
    for (bool has_ended = false;;) {
        if (!has_ended && wait_for_output(fd, program)) {
            has_ended = true;
            ::fcntl(fd, F_SETFL, O_NONBLOCK);  // what it has written is there
        }
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count == 0 || (count < 0 && errno == EAGAIN)) break;
        if (count < 0) throw SystemError{errno, "cannot read a program's output"};
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
        read_lines(reading.get(), pid, on_line);
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

void adopt_what_is_left() { ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

std::size_t end_what_was_left() {
    constexpr std::chrono::seconds patience{10};
    const auto begin = std::chrono::steady_clock::now();
    std::set<pid_t> ended;
    // The children of what is killed become ours, and are seen the next time.
    while (has_children()) {
        if (std::chrono::steady_clock::now() - begin > patience)
            throw Error{"a program left processes running that start new ones faster than they can be ended"};
        for (const pid_t child : children()) {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
            ended.insert(child);
        }
    }
    return ended.size();
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
