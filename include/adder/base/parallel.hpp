#pragma once

#include <cstddef>
#include <functional>

namespace adder::base {

/// Calls `work` with every number below `count`, each once and the lower ones first, on as many threads as
/// this process has cores, and returns when all calls have. What one of them throws is thrown again here,
/// after which no other is begun.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace adder::base
