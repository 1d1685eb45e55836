#pragma once

#include <adder/base/environment.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// Runs a program of the machine (tar, skopeo) and returns what it wrote. Throws `base::Error` with that if
/// it fails.
std::string run_tool(std::string_view program, const std::vector<std::string>& args,
                     const base::Environment& env);

/// With the machine's own programs and nothing else.
base::Environment standard_env();

}  // namespace adder::test
