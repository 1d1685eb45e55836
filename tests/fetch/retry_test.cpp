#include "fetch/retry.hpp"

#include <gtest/gtest.h>

namespace adder::fetch {
namespace {

using namespace std::chrono_literals;

struct Verdict {
    const char* name;
    FailureKind kind;
    int status;
    bool retried;
};

class RetryVerdictTest : public testing::TestWithParam<Verdict> {};

TEST_P(RetryVerdictTest, IsAsTheTableSays) {
    EXPECT_EQ(is_worth_retrying({.kind = GetParam().kind, .status = GetParam().status, .reason = ""}),
              GetParam().retried);
}

INSTANTIATE_TEST_SUITE_P(All, RetryVerdictTest,
                         testing::Values(Verdict{"resolve", FailureKind::resolve, 0, true},
                                         Verdict{"connect", FailureKind::connect, 0, true},
                                         Verdict{"interrupted", FailureKind::interrupted, 0, true},
                                         Verdict{"stalled", FailureKind::stalled, 0, true},
                                         Verdict{"truncated", FailureKind::truncated, 0, true},
                                         Verdict{"protocol", FailureKind::protocol, 0, true},
                                         Verdict{"untrusted", FailureKind::untrusted, 0, false},
                                         Verdict{"status_400", FailureKind::status, 400, false},
                                         Verdict{"status_401", FailureKind::status, 401, false},
                                         Verdict{"status_403", FailureKind::status, 403, false},
                                         Verdict{"status_404", FailureKind::status, 404, false},
                                         Verdict{"status_407", FailureKind::status, 407, false},
                                         Verdict{"status_408", FailureKind::status, 408, true},
                                         Verdict{"status_410", FailureKind::status, 410, false},
                                         Verdict{"status_429", FailureKind::status, 429, true},
                                         Verdict{"status_500", FailureKind::status, 500, true},
                                         Verdict{"status_503", FailureKind::status, 503, true}),
                         [](const auto& param) { return param.param.name; });

struct Delay {
    const char* name;
    unsigned attempt;
    std::optional<std::chrono::seconds> retry_after;
    double random;
    std::chrono::milliseconds expected;
};

class RetryDelayTest : public testing::TestWithParam<Delay> {};

TEST_P(RetryDelayTest, IsAsTheTableSays) {
    const RetryPolicy policy{
        .attempts = 10, .first_delay = 500ms, .longest_delay = 15s, .longest_retry_after = 60s};
    const Failure failure{
        .kind = FailureKind::status, .status = 503, .retry_after = GetParam().retry_after, .reason = ""};
    EXPECT_EQ(delay_after(policy, GetParam().attempt, failure, GetParam().random), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, RetryDelayTest,
                         testing::Values(Delay{"first_shortest", 1, {}, 0.0, 250ms},
                                         Delay{"first_middle", 1, {}, 0.5, 375ms},
                                         Delay{"doubled", 2, {}, 0.0, 500ms},
                                         Delay{"doubled_again", 3, {}, 0.0, 1s},
                                         Delay{"capped", 7, {}, 0.0, 7500ms},
                                         Delay{"far_beyond_the_cap", 4'000'000'000u, {}, 0.0, 7500ms},
                                         Delay{"server_asks_for_more", 1, 7s, 0.9, 7s},
                                         Delay{"server_asks_for_less", 6, 1s, 0.0, 7500ms},
                                         Delay{"server_asks_too_much", 1, 3600s, 0.0, 60s}),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace adder::fetch
