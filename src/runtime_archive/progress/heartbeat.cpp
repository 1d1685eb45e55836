#include "runtime_archive/progress/heartbeat.hpp"

namespace adder::runtime_archive {

Heartbeat::Heartbeat(std::chrono::milliseconds every, std::function<void()> beat)
    : thread_{[this, every, beat = std::move(beat)] {
          std::unique_lock lock{mutex_};
          while (!stopped_.wait_for(lock, every, [this] { return stop_; })) beat();
      }} {}

Heartbeat::~Heartbeat() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    stopped_.notify_all();
    thread_.join();
}

}  // namespace adder::runtime_archive
