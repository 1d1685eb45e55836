#pragma once

#include "python/system/libc.hpp"
#include "runtimes/index.hpp"

#include <adder/cnb/target.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace adder::python {

/// Beside the archives of a release of python-build-standalone: a line for each, digest and name.
inline constexpr std::string_view standalone_sums_name = "SHA256SUMS";

/// The archives of such a list that hold a Python ready for use (`install_only`, stripped of debug
/// information first), as entries like those of an index. The release's number is the build's.
///
/// Those that run on the target's architecture and C library are entries for the target, whatever its
/// distribution; the others say what they run on as the distribution "linux" in the version "glibc" or
/// "musl". Sizes are not known: they are 0. Names of another form are passed over. Throws `Error` for a text
/// that is no such list.
std::vector<runtimes::IndexEntry> standalone_archives(std::string_view sums, const cnb::Target& target,
                                                      const std::optional<Libc>& libc);

}  // namespace adder::python
