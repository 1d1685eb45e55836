#pragma once

#include <ctime>

namespace adder::test {

/// The CPU time of this process since the watch was made: what else the machine does matters little.
class CpuWatch {
  public:
    double seconds() const { return static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC; }

  private:
    std::clock_t start_ = std::clock();
};

/// In seconds. Whatever is linear needs well under one for the largest input of a test; a slow machine and
/// sanitizers may make ten of it. What is quadratic needs minutes.
inline constexpr double linear_time = 10;

}  // namespace adder::test
