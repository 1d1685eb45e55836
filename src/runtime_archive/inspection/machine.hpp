#pragma once

#include "runtimes/archive_id.hpp"

#include <string_view>

namespace adder::runtime_archive {

/// Fills in what `given` leaves empty, from the text of an os-release file (os-release(5)) and a machine name
/// as `uname` gives it. Throws `Error` if ID, VERSION_ID or a known machine is needed and missing: Debian's
/// testing and unstable, for example, have no VERSION_ID.
runtimes::Target complete_target(runtimes::Target given, std::string_view os_release,
                                 std::string_view machine);

/// The same with this machine's /etc/os-release and `uname`.
runtimes::Target complete_for_this_machine(runtimes::Target given);

/// What this machine is. Its distribution's version is "unknown" if it does not say one.
runtimes::Target target_of_this_machine();

}  // namespace adder::runtime_archive
