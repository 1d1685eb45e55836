#pragma once

#include <adder/base/environment.hpp>

#include <filesystem>

namespace adder::python {

/// Compiles the packages in `site_packages` with the interpreter, on every core, to bytecode whose validity
/// depends neither on times nor on sources being read (PEP 552, unchecked hash-based). The same package gives
/// the same bytes, whatever else is installed and however many cores there are.
///
/// Left out are packages' own tests, which nothing imports while an app runs; and files that do not compile,
/// which say so when they are imported. `env` is what tools run in. Throws `base::UserError`.
void compile_bytecode(const std::filesystem::path& interpreter, const std::filesystem::path& site_packages,
                      const base::Environment& env);

}  // namespace adder::python
