#include <adder/cnb/decision.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

using testing::ElementsAre;

TEST(KeyComparisonTest, ListsEveryDifference) {
    const Decision decision =
        KeyComparison{}.field("a", "1", "2").field("b", "1", "1").differs_if(true, "c").decision();
    EXPECT_THAT(std::get<Discard>(decision).reasons, ElementsAre("a changed from 1 to 2", "c"));
    EXPECT_TRUE(std::holds_alternative<Keep>(KeyComparison{}.decision()));
}

}  // namespace
}  // namespace adder::cnb
