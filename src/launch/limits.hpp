#pragma once

#include <cstdint>
#include <optional>

namespace adder::launch {

/// What the processes of a container may use.
struct Limits {
    std::uint64_t memory = 0;        ///< bytes: the limit, or what the machine has; 0 if neither is known
    bool memory_is_limited = false;  ///< to less than the machine has
    std::uint32_t visible_cpus = 1;  ///< that a process may run on (its affinity, which cpusets narrow)
    std::optional<std::uint64_t> cpu_quota = {};  ///< thousandths of a CPU

    bool operator==(const Limits&) const = default;
};

/// Reads the limits of the calling process: those of its control group and of every group above that it can
/// see, of version 1 and 2. Files are looked for below `root`, "" on a real system; what cannot be read
/// limits nothing.
Limits read_limits(const char* root, std::uint32_t visible_cpus);

}  // namespace adder::launch
