#pragma once

#include "runtimes/archive_id.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/log.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace adder::runtimes {

/// The prefix that a tree is built for, and that its bytecode names. Nothing is ever there: the interpreter
/// finds its files by where it is itself.
inline constexpr std::string_view nominal_prefix = "/opt/python";

/// "python3.13", "python3.14t": the name of the interpreter and of the standard library's directory.
std::string interpreter_name(const ArchiveId& id);

/// Makes an installed tree fit to be packed: prunes it, makes what names the prefix relocatable, adds the
/// names `python3` and `python`, and compiles the standard library's bytecode.
///
/// Bytecode is of the unchecked-hash kind (PEP 552): the same wherever and whenever it is made, and never
/// written anew because a layer's files got another time. Throws `Error`.
void prepare(const std::filesystem::path& tree, const ArchiveId& id, base::Log& log,
             const std::stop_token& stop = {});

/// A script whose first line names a Python below the nominal prefix, rewritten so that it runs the
/// interpreter beside itself; nothing if it is no such script.
std::optional<std::string> relocatable_script(std::string_view text, std::string_view interpreter);

/// A `_sysconfigdata` module that gives the paths of the interpreter that runs it, not the nominal ones.
std::string relocatable_sysconfig(std::string_view text);

/// A pkg-config file whose prefix is found from the file's own place.
std::string relocatable_pkg_config(std::string_view text);

}  // namespace adder::runtimes
