#pragma once

#include "runtime_archive/building/build_request.hpp"
#include "runtime_archive/building/source_facts.hpp"
#include "runtime_archive/progress/step.hpp"

#include <adder/base/environment.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// Where sources are said to have been, in whatever would otherwise name the work directory.
inline constexpr std::string_view nominal_source = "/usr/src/python";

/// Reads the facts from an unpacked source; runs its `configure --help`. Throws `Error`.
SourceFacts read_source_facts(const std::filesystem::path& source, const base::Environment& env,
                              const StepLog& log);

/// True if `configure --help` lists the option of an argument: --enable-bolt, --disable-gil, --with-lto=full.
/// True for arguments that are not of these kinds, such as CC=clang.
bool knows_option(std::string_view configure_help, std::string_view argument);

/// The arguments of CPython's `configure`. Those of the request itself come last and take precedence.
std::vector<std::string> configure_arguments(const BuildRequest& request, const SourceFacts& facts);

/// The LLVM that a release wants, from the text of its Tools/jit/_llvm.py. nullopt if the text does not say.
std::optional<unsigned> parse_llvm_version(std::string_view text);

/// What dpkg-buildflags(1) says under `hardening=+all`, for the compiler and the linker of an architecture.
std::vector<std::string> hardening_compiler_flags(const std::string& arch);
std::vector<std::string> hardening_linker_flags();

}  // namespace adder::runtime_archive
