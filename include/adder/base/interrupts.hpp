#pragma once

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace adder::base {

/// Work ended early because its stop token asked for it.
class Stopped : public Error {
  public:
    Stopped() : Error{"stopped"} {}
};

inline void throw_if_stopped(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Stopped{};
}

/// While it exists, SIGHUP, SIGINT and SIGTERM do not end the process but request a stop: the work throws,
/// and what it has begun is removed on the way out. Signals that were ignored before still are, as in what a
/// shell starts in the background.
///
/// Make it before other threads, which inherit that the signals are blocked. Programs whose `Command` has the
/// token are killed with all that they have started, which become this process's own children for that.
class Interrupts {
  public:
    /// Throws `SystemError`.
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    std::stop_token token() const { return stop_.get_token(); }

    /// The first one that came; 0 until then.
    int signal() const { return signal_; }

  private:
    void watch();

    sigset_t signals_{};
    sigset_t before_{};
    UniqueFd arrived_;  ///< a signalfd
    UniqueFd ended_;    ///< an eventfd: nothing is left to interrupt
    std::atomic<int> signal_ = 0;
    std::stop_source stop_;
    std::thread watcher_;
};

}  // namespace adder::base
