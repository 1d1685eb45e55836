#pragma once

#include <adder/base/environment.hpp>
#include <adder/cnb/invocation.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace adder::cnb {

/// Decides, from the environment a process is about to get, which variables to add to it.
using ExecDFunction = std::function<base::Environment(const base::Environment&)>;

/// The whole of an exec.d program (spec: exec.d), which the launcher runs in the app's directory whenever a
/// container starts: writes the variables as TOML to file descriptor 3 and returns the program's exit code.
///
/// A name may have letters, digits, `_` and `-`; a value is any UTF-8 text without NUL. Whatever is not, and
/// whatever is thrown, is told on standard error, with nothing written and a code other than 0, which keeps
/// the app from starting. The same, before anything is decided, if file descriptor 3 is not open: the first
/// file opened would take its place. Programs that `variables` runs do not inherit it, so that none which
/// keeps running keeps the launcher waiting.
int exec_d_main(const Invocation& invocation, const ExecDFunction& variables);

/// A program that is to run before the app's processes.
struct ExecDProgram {
    std::string name;                              ///< in its layer; programs run in the order of their names
    std::filesystem::path program;                 ///< where it is copied from
    std::optional<std::string> process_type = {};  ///< only before processes of this type; all when absent
};

/// Copies the programs to `exec.d/<name>` and `exec.d/<process type>/<name>` in the layer, executable for
/// all. Throws `base::Error` naming a program that is missing or no file, before anything is copied, and
/// `base::SystemError`; `std::logic_error` for names that are empty, begin with a dot or have a '/', for what
/// is no process type, and for two programs in one place.
void install_exec_d(const std::vector<ExecDProgram>& programs, const std::filesystem::path& layer_directory);

}  // namespace adder::cnb
