#include "runtime_archive/progress/byte_progress.hpp"

#include <atomic>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using namespace std::chrono_literals;

TEST(ByteProgressTest, SaysHowFarItIs) {
    std::atomic<int> lines = 0;
    std::string last;
    base::Log log{{}, [&](base::Log::Stream, std::string_view line) {
                      last = line;
                      ++lines;
                  }};
    {
        ByteProgress progress{log, "packing", 2ms};
        progress.update(3'100'000, 33'900'000);
        const int before = lines;
        while (lines < before + 2) std::this_thread::sleep_for(1ms);
    }
    EXPECT_THAT(last, testing::MatchesRegex("    packing for 0\\.[0-9]+ s: 3\\.1 MB of 33\\.9 MB"));
}

}  // namespace
}  // namespace adder::runtime_archive
