#pragma once

#include <adder/base/environment.hpp>

#include <string>

namespace adder::python {

/// Refuses variables of Python and of the tools with which something else would be installed than the app's
/// files say, elsewhere than where the app looks, or for another Python: building all the same would make an
/// image that fails later, and nobody would see why. Others that are in the way are harmless, and are not
/// handed on. Throws `base::UserError` naming the first.
void refuse_unusable_variables(const base::Environment& env);

/// As pip reads a flag; nothing, and what means no, is no.
bool is_on(const base::Environment& env, std::string_view name);

}  // namespace adder::python
