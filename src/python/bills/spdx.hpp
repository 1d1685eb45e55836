#pragma once

#include "python/bills/bill_of_materials.hpp"

#include <string>

namespace adder::python {

/// As SPDX 2.3 has it. The bill is in order: `sboms_of`.
std::string to_spdx(const BillOfMaterials& bill);

}  // namespace adder::python
