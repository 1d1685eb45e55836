#pragma once

#include "runtime_archive/building/source_facts.hpp"
#include "runtimes/version.hpp"

#include <adder/base/environment.hpp>

#include <string>
#include <vector>

namespace adder::runtime_archive {

/// Throws `Error` if the release's `configure` does not know one of the arguments, or if this machine lacks
/// what an argument needs: --enable-experimental-jit LLVM of the release's version, --enable-bolt llvm-bolt,
/// and
/// --with-tail-call-interp a compiler that guarantees tail calls. Without this check, `configure` or `make`
/// would fail later, and say less. Runs compilers.
void check_toolchain(const runtimes::PythonVersion& version, const std::vector<std::string>& arguments,
                     const SourceFacts& facts, const base::Environment& env);

/// The command of the C compiler: that of the last CC=…, or cc.
std::vector<std::string> compiler_command(const std::vector<std::string>& arguments);

}  // namespace adder::runtime_archive
