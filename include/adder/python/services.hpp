#pragma once

#include <adder/base/log.hpp>
#include <adder/fetch/fetcher.hpp>
#include <adder/python/bill_of_materials.hpp>
#include <adder/python/network.hpp>
#include <adder/python/releases.hpp>

#include <chrono>

namespace adder::python {

/// The outside world, as far as a build touches it: the network, the clock, the log.
struct Services {
    fetch::Fetcher& fetcher;
    const Network& network;
    std::chrono::sys_seconds now;
    base::Log& log;
    std::filesystem::path root = "/";  ///< of the image that is built on
    /// Series of Python that a message may advise, best first: those that are maintained.
    std::vector<SeriesNumber> advisable_series = {};
    std::optional<BillAuthor> bill_author = {};  ///< none: no bills of materials are wanted

    Date today() const { return Date{std::chrono::floor<std::chrono::days>(now)}; }
};

}  // namespace adder::python
