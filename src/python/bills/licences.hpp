#pragma once

#include "python/installed/core_metadata.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// A licence as it was declared.
struct Licence {
    std::string text;  ///< an SPDX expression, "MIT OR Apache-2.0", or else a name: "BSD License"
    bool is_expression = false;

    bool operator==(const Licence&) const = default;
};

/// Whether the text has the form of an SPDX licence expression.
bool is_licence_expression(std::string_view text);

/// The licences of a distribution, from the most exact that it says: its expression (PEP 639), its free text
/// or classifiers where they stand for one SPDX identifier, else what it calls them. A classifier that may be
/// several, as "BSD License", is a name. Empty if it says nothing.
std::vector<Licence> declared_licences(const CoreMetadata& metadata);

}  // namespace adder::python
