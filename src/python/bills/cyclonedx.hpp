#pragma once

#include "python/bills/bill_of_materials.hpp"

#include <string>

namespace adder::python {

/// As CycloneDX 1.6 has it. The bill is in order: `sboms_of`.
std::string to_cyclonedx(const BillOfMaterials& bill);

}  // namespace adder::python
