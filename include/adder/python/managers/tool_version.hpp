#pragma once

#include <string_view>

namespace adder::python {

/// Whether a release ("2.5.1") is what a project demands of its tool (">=2.0,<3", "~=2.1", "2.*", "^2.1"):
/// clauses between commas, all of which have to hold. A clause of another form holds for nothing.
bool tool_version_allows(std::string_view demand, std::string_view release);

/// Less than, by numbers: "0.9.2" before "0.10". What is no number counts as 0.
bool is_older_release(std::string_view one, std::string_view other);

}  // namespace adder::python
