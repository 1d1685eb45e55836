#pragma once

#include <filesystem>

namespace adder::python {

/// How many processes the kernel has ended for want of memory in the control group that is mounted below
/// `root`: in a container, its own. 0 where that cannot be told.
unsigned memory_kills(const std::filesystem::path& root);

}  // namespace adder::python
