#pragma once

#include <string_view>

namespace adder::test {

/// Where a distribution's own programs are.
inline constexpr std::string_view standard_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

}  // namespace adder::test
