#pragma once

#include <string_view>

namespace adder::python {

/// Whether a release ("2.5.1") is what a project demands of its tool: PEP 440 (">=2.0,<3"), or, for what is
/// none, Poetry's syntax ("^2.1", "2.5.1"). A demand that is neither is met by nothing.
bool tool_version_allows(std::string_view demand, std::string_view release);

/// By PEP 440: "0.9.2" before "0.10". What is no version is older than nothing.
bool is_older_release(std::string_view one, std::string_view other);

}  // namespace adder::python
