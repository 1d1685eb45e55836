#pragma once

#include "runtimes/version.hpp"

#include <map>
#include <string>
#include <string_view>

namespace adder::runtime_archive {

/// Collects from the output of CPython's `configure` and `make` which extension modules a build lacks.
///
/// Since Python 3.11, `configure` prints "checking for stdlib extension module _bz2... missing" (or yes,
/// disabled, n/a) for each module. `make` lists at its end what it did not build, in columns below a heading.
class ModuleReport {
  public:
    void read(std::string_view line);

    /// The modules that are not built, each with the reason: "_bz2" → "missing".
    const std::map<std::string, std::string>& absent() const { return absent_; }

  private:
    bool read_check(std::string_view line);

    std::map<std::string, std::string> absent_;
    std::string listed_as_;  ///< the reason of the list that is being read; empty outside of lists
};

/// Throws `Error` if the report lacks a module that every runtime has (`requirements_of`). The message names
/// each with its reason and the Debian packages that bring what they need.
void require_modules(const runtimes::PythonVersion& version, const ModuleReport& report);

}  // namespace adder::runtime_archive
