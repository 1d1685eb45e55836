#pragma once

#include "launch/fixed_text.hpp"
#include "launch/limits.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace adder::launch {

struct Variable {
    std::string_view name;
    FixedText<20> value;
};

/// What is added to the environment of the app's processes.
struct Variables {
    std::array<Variable, 24> items = {};
    std::size_t count = 0;
    bool port_is_unusable = false;  ///< PORT is set, and is no port

    const Variable* begin() const { return items.data(); }
    const Variable* end() const { return items.data() + count; }
};

/// The number of workers of a server, WEB_CONCURRENCY.
///
/// `cpus` are the CPUs of the quota, or, without one, those that can be seen, but four at most: the machine
/// is others', too. A server whose workers each do one thing at a time gets twice that and one more; one
/// whose workers do many things at a time (event loops) gets that. Every worker needs memory, 256 MiB are
/// counted; there is always one.
std::uint64_t worker_count(const Limits& limits, bool event_loops);

/// Decides from the limits and the environment, as `main` gets it. What has a value there stays as it is.
///
/// BPL_WEB_WORKERS says what the workers of the server are: "async" for event loops, "sync" otherwise.
Variables decide(const Limits& limits, const char* const* environment);

/// The whole of the program: reads the limits, decides, writes variables as TOML to file descriptor 3.
/// Returns the program's exit code.
int run(const char* const* environment);

}  // namespace adder::launch
