#pragma once

#include "python/installed/packages.hpp"

#include <string>
#include <vector>

namespace adder::python {

/// A shared library that packages need.
struct NeededLibrary {
    std::string name;               ///< "libpq.so.5"
    std::vector<Package> packages;  ///< that need it, sorted
    std::string debian;             ///< the package of Debian and Ubuntu that has it; empty if not known

    bool operator==(const NeededLibrary&) const = default;
};

}  // namespace adder::python
