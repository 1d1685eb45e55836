#include <adder/base/interrupts.hpp>

#include <cerrno>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace adder::base {

namespace {

bool is_ignored(int signal) {
    struct sigaction action{};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

sigset_t signals_to_watch() {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGHUP, SIGINT, SIGTERM}) {
        // A blocked signal would arrive though it is ignored.
        if (!is_ignored(signal)) ::sigaddset(&signals, signal);
    }
    return signals;
}

UniqueFd checked(int fd) {
    if (fd < 0) throw SystemError{errno, "cannot watch for signals"};
    return UniqueFd{fd};
}

}  // namespace

Interrupts::Interrupts()
    : signals_{signals_to_watch()},
      arrived_{checked(::signalfd(-1, &signals_, SFD_CLOEXEC | SFD_NONBLOCK))},
      ended_{checked(::eventfd(0, EFD_CLOEXEC))} {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    watcher_ = std::thread{[this] { watch(); }};
}

Interrupts::~Interrupts() {
    const std::uint64_t one = 1;
    while (::write(ended_.get(), &one, sizeof one) < 0 && errno == EINTR) {}
    watcher_.join();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

/// Reads the signals to the end, so that none that came meanwhile ends the process where the mask is
/// restored.
void Interrupts::watch() {
    for (;;) {
        pollfd wanted[] = {{arrived_.get(), POLLIN, 0}, {ended_.get(), POLLIN, 0}};
        if (::poll(wanted, 2, -1) < 0) continue;  // EINTR
        signalfd_siginfo info{};
        while (::read(arrived_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
            int none = 0;
            signal_.compare_exchange_strong(none, static_cast<int>(info.ssi_signo));
            stop_.request_stop();
        }
        if (wanted[1].revents != 0) return;
    }
}

}  // namespace adder::base
