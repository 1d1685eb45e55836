#pragma once

#include <adder/base/log.hpp>
#include <adder/runtimes/version.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace adder::runtimes {

/// The prefix that our own trees are built for, and that the bytecode of all names. Nothing is ever there:
/// the interpreter finds its files by where it is itself.
inline constexpr std::string_view nominal_prefix = "/opt/python";

/// The same of trees by python-build-standalone.
inline constexpr std::string_view standalone_prefix = "/install";

/// Makes an installed tree a runtime: prunes it, makes what names the prefix it was built for relocatable,
/// adds the names `python3` and `python`, and compiles the standard library's bytecode.
///
/// Bytecode is of the unchecked-hash kind (PEP 552): the same wherever and whenever it is made, and never
/// written anew because a layer's files got another time. Throws `Error`.
void prepare(const std::filesystem::path& tree, const PythonVersion& version, base::Log& log,
             std::string_view prefix = nominal_prefix);

/// A script whose first line names a Python below the prefix, rewritten so that it runs the interpreter
/// beside itself; nothing if it is no such script.
std::optional<std::string> relocatable_script(std::string_view text, std::string_view interpreter,
                                              std::string_view prefix = nominal_prefix);

/// A `_sysconfigdata` module that gives the paths of the interpreter that runs it, not those below the
/// prefix, and the names that every distribution has for compilers (`cc`, `c++`, `ar`) in the place of those
/// of the machine it was built on.
std::string relocatable_sysconfig(std::string_view text, std::string_view prefix = nominal_prefix);

/// A pkg-config file whose prefix is found from the file's own place.
std::string relocatable_pkg_config(std::string_view text, std::string_view prefix = nominal_prefix);

}  // namespace adder::runtimes
