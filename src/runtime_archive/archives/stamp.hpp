#pragma once

#include "runtimes/index.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace adder::runtime_archive {

/// What whoever signs an index wants it to say of itself.
struct StampWish {
    std::optional<std::string> source = {};  ///< nullopt: as it was, else `usual_source`
    std::optional<std::string> usual_source = {};
    unsigned valid_days = 90;  ///< 0: it does not expire
    std::uint64_t serial = 0;  ///< at least this
    std::chrono::sys_days today = {};
};

/// True if an index with this stamp, whose entries have not changed, need not be signed anew: it says what is
/// wished, and at least half of its days are left.
bool is_fresh(const std::optional<runtimes::IndexStamp>& stamp, const StampWish& wish);

/// The stamp of the index that takes the place of one with the given stamp: its serial is higher. Throws
/// `Error` if nothing says what the index is of.
runtimes::IndexStamp next_stamp(const std::optional<runtimes::IndexStamp>& before, const StampWish& wish);

/// "serial 7, valid to 2027-03-01, for https://runtimes.example.com/python"
std::string stamp_text(const runtimes::IndexStamp& stamp);

}  // namespace adder::runtime_archive
