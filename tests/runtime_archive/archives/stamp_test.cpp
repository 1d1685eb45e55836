#include "runtime_archive/archives/stamp.hpp"

#include <adder/base/error.hpp>

#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using runtimes::IndexStamp;

constexpr std::chrono::sys_days today{std::chrono::year{2026} / 12 / 1};

StampWish wish(unsigned valid_days = 90, std::uint64_t serial = 0) {
    return {
        .source = {}, .usual_source = "usual", .valid_days = valid_days, .serial = serial, .today = today};
}

TEST(StampTest, TheSerialGoesUpAndTheSourceStays) {
    EXPECT_EQ(next_stamp({}, wish()), (IndexStamp{1, "2027-03-01", "usual"}));
    EXPECT_EQ(next_stamp(IndexStamp{7, {}, "before"}, wish(0)), (IndexStamp{8, {}, "before"}));
    EXPECT_EQ(next_stamp(IndexStamp{7, {}, "before"}, wish(0, 50)).serial, 50u);
    EXPECT_EQ(next_stamp(IndexStamp{7, {}, "before"}, wish(0, 3)).serial, 8u);
    StampWish named = wish(0);
    named.source = "named";
    EXPECT_EQ(next_stamp(IndexStamp{7, {}, "before"}, named).source, "named");
    EXPECT_THROW(next_stamp(IndexStamp{runtimes::max_serial, {}, "before"}, wish()), base::Error);
    EXPECT_THROW(next_stamp({}, {.today = today}), base::Error);
}

TEST(StampTest, IsFreshForHalfOfItsDays) {
    EXPECT_FALSE(is_fresh({}, wish()));
    EXPECT_TRUE(is_fresh(IndexStamp{7, "2027-03-01", "x"}, wish()));
    EXPECT_TRUE(is_fresh(IndexStamp{7, "2027-01-15", "x"}, wish()));
    EXPECT_FALSE(is_fresh(IndexStamp{7, "2027-01-14", "x"}, wish()));
    EXPECT_FALSE(is_fresh(IndexStamp{7, "2027-03-02", "x"}, wish())) << "longer than is wished now";
    EXPECT_FALSE(is_fresh(IndexStamp{7, {}, "x"}, wish()));
    EXPECT_TRUE(is_fresh(IndexStamp{7, {}, "x"}, wish(0)));
    EXPECT_FALSE(is_fresh(IndexStamp{7, "2027-03-01", "x"}, wish(0)));
    EXPECT_FALSE(is_fresh(IndexStamp{7, "2027-03-01", "x"}, wish(90, 8)));
}

}  // namespace
}  // namespace adder::runtime_archive
