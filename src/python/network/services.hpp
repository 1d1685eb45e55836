#pragma once

#include "fetch/fetcher.hpp"
#include "python/network/network.hpp"

#include <adder/base/log.hpp>

#include <chrono>
#include <filesystem>

namespace adder::python {

/// The outside world, as far as a build touches it: the network, the clock, the log.
struct Services {
    fetch::Fetcher& fetcher;
    const Network& network;
    std::chrono::sys_seconds now;
    base::Log& log;
    std::filesystem::path root = "/";  ///< of the image that is built on

    std::chrono::year_month_day today() const {
        return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)};
    }
};

}  // namespace adder::python
