#include "runtime_archive/progress/heartbeat.hpp"

#include <atomic>

#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using namespace std::chrono_literals;

TEST(HeartbeatTest, BeatsUntilTheEndOfTheScope) {
    std::atomic<int> beats = 0;
    {
        const Heartbeat heartbeat{1ms, [&] { ++beats; }};
        while (beats < 3) std::this_thread::sleep_for(1ms);
    }
    const int at_the_end = beats;
    std::this_thread::sleep_for(10ms);
    EXPECT_EQ(beats, at_the_end);
}

TEST(HeartbeatTest, AScopeThatEndsSoonWaitsForNothing) {
    const auto start = std::chrono::steady_clock::now();
    {
        const Heartbeat heartbeat{1h, [] { FAIL() << "beats at once"; }};
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
}

}  // namespace
}  // namespace adder::runtime_archive
