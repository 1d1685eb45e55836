#pragma once

#include "runtime_archive/progress/heartbeat.hpp"

#include <adder/base/log.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace adder::runtime_archive {

/// Says now and then, until the end of the scope, how far work on many bytes has come: "packing for 15.0
/// s: 3.1 MB of 33.9 MB". The log must not be used meanwhile.
class ByteProgress {
  public:
    ByteProgress(base::Log& log, std::string_view what, std::chrono::milliseconds every = heartbeat_interval);

    /// From the thread that works.
    void update(std::uint64_t done, std::uint64_t total) {
        done_ = done;
        total_ = total;
    }

  private:
    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<std::uint64_t> total_ = 0;
    base::Stopwatch watch_;
    Heartbeat heartbeat_;
};

}  // namespace adder::runtime_archive
