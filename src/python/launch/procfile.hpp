#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// One line of a Procfile: a process type and a shell command.
struct ProcfileEntry {
    std::string type;
    std::string command;

    bool operator==(const ProcfileEntry&) const = default;
};

using Procfile = std::vector<ProcfileEntry>;

/// Reads `type: command` lines; blank lines and those that start with `#` are left out. Throws
/// `base::UserError` naming the line for anything else, and for a type that stands there twice.
Procfile parse_procfile(std::string_view text);

}  // namespace adder::python
