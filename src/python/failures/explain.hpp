#pragma once

#include "python/dependencies/project.hpp"
#include "python/failures/tool_failure.hpp"

#include <adder/base/error.hpp>

#include <optional>

namespace adder::python {

/// What is to be said about it beyond what the tool itself said, as far as that tells. Nothing if it is
/// nothing that is known here: the tool's words have to do.
std::optional<base::UserError> explain_failure(const ToolFailure& failure, const Project& project);

/// Why Django did not collect static files, or that it did not.
base::UserError explain_django_failure(const ToolFailure& failure);

/// The same, of what has to do with neither packages nor servers: no memory, no space.
std::optional<base::UserError> explain_shortage(const ToolFailure& failure);
/// And of what this buildpack could not do itself.
std::optional<base::UserError> explain_shortage(const base::SystemError& error);

}  // namespace adder::python
