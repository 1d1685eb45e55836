#pragma once

#include "runtime_archive/building/build_request.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/log.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// Builds CPython as a tree that runs from any directory without LD_LIBRARY_PATH: shared library, found from
/// the executable's place; hardened; the same bytes from the same source wherever `work` is.
///
/// Needs `check_build_requirements` to have passed. Returns the tree, below `work`, not yet prepared or
/// tested. Throws `Error` that shows the end of the failing step's output; before anything is compiled, if
/// the release does not know an option, or `configure` does not find what a module of every runtime needs.
std::filesystem::path build_cpython(const BuildRequest& request, const base::Environment& env,
                                    base::Log& log);

/// What the index says of such a build: "pgo", "lto", "hardening", and the request's own arguments as they
/// are.
std::vector<std::string> build_flags(const BuildRequest& request);

}  // namespace adder::runtime_archive
