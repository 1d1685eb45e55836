#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace adder::fetch {

/// Why one attempt at a transfer failed.
enum class FailureKind {
    resolve,      ///< the host's name could not be looked up
    connect,      ///< no connection, or none in time
    interrupted,  ///< the connection broke
    stalled,      ///< too slow for too long
    truncated,    ///< ended before the promised length
    untrusted,    ///< the server's certificate was not accepted
    status,       ///< an HTTP status that is not the expected one
    protocol,     ///< an answer that makes no sense
};

struct Failure {
    FailureKind kind = FailureKind::protocol;
    int status = 0;                                                  ///< for FailureKind::status
    std::optional<std::chrono::seconds> retry_after = std::nullopt;  ///< as the server asked
    std::string reason;                                              ///< for messages
};

struct RetryPolicy {
    unsigned attempts = 4;  ///< in a row without progress; at least 1
    std::chrono::milliseconds first_delay{500};
    std::chrono::milliseconds longest_delay{15'000};
    std::chrono::seconds longest_retry_after{60};  ///< a server that asks for more gets this
};

/// Whether another attempt may end differently: not after a definite answer (4xx except 408 and 429) and not
/// when a certificate was refused.
bool is_worth_retrying(const Failure& failure);

/// How long to wait after `attempt` (1 is the first) failed: doubled each time up to the cap, then scaled by
/// 0.5 + `random`/2 so that many builds do not come back together; never less than the server asked for.
/// `random` is in [0, 1).
std::chrono::milliseconds delay_after(const RetryPolicy& policy, unsigned attempt, const Failure& failure,
                                      double random);

}  // namespace adder::fetch
