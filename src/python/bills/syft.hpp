#pragma once

#include "python/bills/bill_of_materials.hpp"

#include <string>

namespace adder::python {

/// As Syft's JSON, schema 16 has it. The bill is in order: `sboms_of`.
std::string to_syft(const BillOfMaterials& bill);

}  // namespace adder::python
