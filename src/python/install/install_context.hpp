#pragma once

#include "python/network/services.hpp"
#include "python/versions/version.hpp"

#include <adder/cnb/layers.hpp>

#include <string>
#include <vector>

namespace adder::python {

/// What tools that install packages work with. What it refers to outlives them.
struct InstallContext {
    const cnb::Layers& layers;
    std::string package_index;  ///< base URL of a simple repository API (PEP 503, PEP 691)
    /// Series of Python that a message may advise, best first: those that are maintained.
    std::vector<SeriesNumber> advisable_series;
    const Services& services;
};

}  // namespace adder::python
