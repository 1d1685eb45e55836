#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace adder::runtime_archive {

/// How often long work says that it still goes on.
inline constexpr std::chrono::seconds heartbeat_interval{15};

/// Calls a function from a thread of its own, again and again, until the end of the scope.
///
/// The function must not throw, and whatever it uses must not be used at the same time.
class Heartbeat {
  public:
    Heartbeat(std::chrono::milliseconds every, std::function<void()> beat);
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;
    ~Heartbeat();

  private:
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace adder::runtime_archive
