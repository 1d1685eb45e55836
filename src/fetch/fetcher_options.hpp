#pragma once

#include "fetch/credentials.hpp"
#include "fetch/errors.hpp"
#include "fetch/retry.hpp"
#include "fetch/trust.hpp"
#include "fetch/url.hpp"

#include <adder/base/environment.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace adder::fetch {

/// The proxy for https (http is for this machine only and never goes through one).
struct ProxySettings {
    std::string proxy;     ///< empty: none
    std::string no_proxy;  ///< hosts that are reached directly, separated by commas

    /// https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY; no_proxy, NO_PROXY: the first that is set.
    static ProxySettings from(const base::Environment& environment);
};

/// An attempt failed and another will follow.
struct RetryNotice {
    const Url& url;
    const Failure& failure;
    unsigned next_attempt;            ///< 2 is the first retry
    unsigned attempts;                ///< how many there will be at most
    std::chrono::milliseconds delay;  ///< before the next one starts
    std::uint64_t resume_at;          ///< bytes that need not be sent again; 0: from the start
};

struct FetcherOptions {
    Trust trust;
    ProxySettings proxy;
    Credentials credentials = {};
    RetryPolicy retry;
    std::chrono::milliseconds connect_timeout{10'000};
    std::uint64_t slowest_bytes_per_second = 1'000;  ///< slower than this for stall_timeout: given up
    std::chrono::seconds stall_timeout{20};
    unsigned redirects = 8;
    std::string user_agent = "adder";

    std::stop_token stop = {};  ///< once stop is requested, whatever is fetched is given up

    std::function<void(const RetryNotice&)> on_retry = {};
    std::function<void(std::chrono::milliseconds)> sleep = {};  ///< empty: really sleeps
    std::function<double()> random = {};                        ///< in [0, 1); empty: a random device
};

}  // namespace adder::fetch
