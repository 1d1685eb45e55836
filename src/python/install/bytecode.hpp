#pragma once

#include "python/installed/source_groups.hpp"

#include <adder/base/environment.hpp>

#include <filesystem>

namespace adder::python {

/// Compiles the groups' files in `site_packages` with the interpreter, on every core, to bytecode whose
/// validity depends neither on times nor on sources being read (PEP 552, unchecked hash-based). The same
/// group gives the same bytes, whatever else is installed and however many cores there are.
///
/// Of `restored` there is bytecode already; what says that it is of another source or for another Python is
/// made anew. Files that do not compile are left out: they say so when they are imported. `env` is what tools
/// run in. Throws `base::UserError`.
void compile_bytecode(const std::filesystem::path& interpreter, const std::filesystem::path& site_packages,
                      const std::vector<SourceGroup>& missing, const base::Environment& env,
                      const std::vector<SourceGroup>& restored = {});

}  // namespace adder::python
