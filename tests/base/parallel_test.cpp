#include <adder/base/error.hpp>
#include <adder/base/parallel.hpp>

#include <array>
#include <atomic>

#include <gtest/gtest.h>

namespace adder::base {
namespace {

TEST(InParallelTest, DoesEveryPieceOnce) {
    std::array<std::atomic<int>, 1000> calls{};
    in_parallel(calls.size(), [&](std::size_t i) { ++calls.at(i); });
    for (const std::atomic<int>& count : calls) EXPECT_EQ(count, 1);
}

TEST(InParallelTest, NothingToDo) {
    in_parallel(0, [](std::size_t) { FAIL(); });
}

TEST(InParallelTest, AFailureIsThrownAgainAndEndsTheRest) {
    std::atomic<std::size_t> begun = 0;
    try {
        in_parallel(1'000'000, [&](std::size_t i) {
            ++begun;
            if (i == 10) throw Error{"piece {} is broken", i};
        });
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "piece 10 is broken");
    }
    EXPECT_LT(begun, 1'000'000u);
}

}  // namespace
}  // namespace adder::base
