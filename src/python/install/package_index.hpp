#pragma once

#include "python/dependencies/project.hpp"
#include "python/network/bound_credentials.hpp"

#include <adder/base/environment.hpp>

#include <optional>
#include <vector>

namespace adder::python {

/// The index that takes PyPI's place for this project, if any: none where a variable names one. Throws
/// `base::UserError` for several.
std::optional<BoundIndex> index_in_place_of_pypi(const std::vector<BoundIndex>& indexes,
                                                 const Project& project, const base::Environment& env);

}  // namespace adder::python
