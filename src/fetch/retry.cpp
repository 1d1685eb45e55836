#include "fetch/retry.hpp"

#include <algorithm>

namespace adder::fetch {

using std::chrono::milliseconds;

bool is_worth_retrying(const Failure& failure) {
    switch (failure.kind) {
        case FailureKind::resolve:
        case FailureKind::connect:
        case FailureKind::interrupted:
        case FailureKind::stalled:
        case FailureKind::truncated:
        case FailureKind::protocol:
            return true;
        case FailureKind::status:
            return failure.status >= 500 || failure.status == 408 || failure.status == 429;
        case FailureKind::untrusted:
            return false;
    }
    return false;
}

milliseconds delay_after(const RetryPolicy& policy, unsigned attempt, const Failure& failure, double random) {
    milliseconds delay = std::min(policy.first_delay, policy.longest_delay);
    for (unsigned i = 1; i < attempt && delay < policy.longest_delay; ++i) {
        delay = std::min(delay * 2, policy.longest_delay);
    }
    const double scaled = static_cast<double>(delay.count()) * (0.5 + random / 2);
    const milliseconds floor =
        std::min(failure.retry_after.value_or(std::chrono::seconds{0}), policy.longest_retry_after);
    return std::max(milliseconds{static_cast<milliseconds::rep>(scaled)}, floor);
}

}  // namespace adder::fetch
