#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/testing/background_process.hpp>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace adder::test {

namespace {

int exit_code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

BackgroundProcess::BackgroundProcess(const base::Command& command, const std::filesystem::path& output)
    : output_{output} {
    const base::UniqueFd log = base::open_file(output, O_WRONLY | O_CREAT | O_TRUNC);
    const base::UniqueFd null = base::open_file("/dev/null", O_RDONLY);
    std::vector<std::string> arguments{command.program.native()};
    arguments.insert(arguments.end(), command.args.begin(), command.args.end());
    std::vector<std::string> assignments = command.env.assignments();
    const std::string directory = command.working_directory.native();
    std::vector<char*> argv;
    std::vector<char*> envp;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    for (std::string& assignment : assignments) envp.push_back(assignment.data());
    argv.push_back(nullptr);
    envp.push_back(nullptr);

    pid_ = ::fork();
    if (pid_ < 0) throw base::SystemError{errno, "cannot fork"};
    if (pid_ == 0) {
        // As at a terminal, whatever this process ignores: a shell ignores SIGINT for what it starts in the
        // background.
        for (const int signal : {SIGINT, SIGQUIT, SIGPIPE}) ::signal(signal, SIG_DFL);
        ::setpgid(0, 0);  // so that its children can be ended with it
        ::dup2(null.get(), STDIN_FILENO);
        ::dup2(log.get(), STDOUT_FILENO);
        ::dup2(log.get(), STDERR_FILENO);
        if (!directory.empty() && ::chdir(directory.c_str()) != 0) ::_exit(127);
        ::execve(argv.front(), argv.data(), envp.data());
        ::_exit(127);
    }
    ::setpgid(pid_, pid_);
}

BackgroundProcess::~BackgroundProcess() { stop(); }

int BackgroundProcess::stop() { return end(-pid_); }

int BackgroundProcess::terminate() { return end(pid_); }

/// `whom` as in kill(2).
int BackgroundProcess::end(pid_t whom) {
    if (pid_ == 0) return 0;
    int status = 0;
    ::kill(whom, SIGTERM);
    for (int i = 0; i < 100; ++i) {
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            ::kill(-pid_, SIGKILL);
            pid_ = 0;
            return exit_code_of(status);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return kill();
}

int BackgroundProcess::wait(std::chrono::seconds limit) {
    if (pid_ == 0) return 0;
    const auto end = std::chrono::steady_clock::now() + limit;
    int status = 0;
    while (::waitpid(pid_, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() >= end) return kill();
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    pid_ = 0;
    return exit_code_of(status);
}

int BackgroundProcess::kill() {
    if (pid_ == 0) return 0;
    ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
    pid_ = 0;
    return exit_code_of(status);
}

std::string BackgroundProcess::output() const { return base::read_file(output_); }

namespace {

sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

}  // namespace

unsigned short free_port() {
    const base::UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        throw base::SystemError{errno, "cannot find a free port"};
    }
    return ntohs(address.sin_port);
}

void wait_for_port(unsigned short port, const BackgroundProcess& process, std::chrono::seconds limit,
                   const std::string& host) {
    const auto end = std::chrono::steady_clock::now() + limit;
    sockaddr_in address = loopback(port);
    if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
        throw base::Error{"{} is no IPv4 address", host};
    do {
        const base::UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    } while (std::chrono::steady_clock::now() < end);
    throw base::Error{"nothing listens on port {} after {} seconds; the process wrote:\n{}", port,
                      limit.count(), process.output()};
}

}  // namespace adder::test
