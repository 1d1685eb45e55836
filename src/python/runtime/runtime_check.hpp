#pragma once

#include <adder/base/error.hpp>
#include <adder/cnb/target.hpp>

#include <filesystem>

namespace adder::python {

/// What was unpacked is not a Python for the target, or is more than one.
class NotARuntime : public base::Error {
  public:
    using Error::Error;
};

/// Throws `NotARuntime` unless the tree holds `bin/python3`, a program for the target's architecture, and
/// none of the names that the lifecycle would read or run in a layer. Whatever vouches for an archive's bytes
/// says nothing of that.
void require_runtime(const std::filesystem::path& tree, const cnb::Target& target);

}  // namespace adder::python
