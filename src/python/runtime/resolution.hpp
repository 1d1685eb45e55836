#pragma once

#include "python/runtime/source.hpp"
#include "python/versions/releases.hpp"
#include "python/versions/version.hpp"

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// What is to be installed, and what is to be said if it turns out not to be there.
struct Resolution {
    VersionRequest request;
    std::vector<Runtime> runtimes;  ///< best first, never empty: see `candidates`
    /// What the sources have for the target, oldest first.
    std::vector<std::string> available = {};
    std::optional<Date> catalogue_date = {};
    std::optional<std::string> note = {};  ///< a line of the log
};

}  // namespace adder::python
