#pragma once

#include <adder/runtimes/archive_id.hpp>

#include <string_view>

namespace adder::runtime_archive {

/// From the text of an os-release file (os-release(5)) and a machine name as `uname` gives it. Throws `Error`
/// if ID, VERSION_ID or a known machine is missing.
runtimes::Target target_from(std::string_view os_release, std::string_view machine);

/// Reads /etc/os-release and asks `uname`.
runtimes::Target target_of_this_machine();

}  // namespace adder::runtime_archive
