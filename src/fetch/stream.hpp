#pragma once

#include <adder/base/bytes.hpp>

#include <cstdint>
#include <functional>

namespace adder::fetch {

/// Gives the sink for a stream from its first byte on. Called again when a broken transfer could not be
/// resumed: what the previous sink received is void, and it is not touched any more.
using SinkFactory = std::function<base::ByteSink&()>;

/// Called often. `total` is 0 while it is not known.
using Progress = std::function<void(std::uint64_t received, std::uint64_t total)>;

}  // namespace adder::fetch
