#pragma once

#include "python/bills/bill_of_materials.hpp"

#include <adder/cnb/sbom.hpp>

#include <string_view>
#include <vector>

namespace adder::python {

/// "1": changed when bills say something else, so that the layers of earlier ones are not reused.
inline constexpr std::string_view bill_version = "1";

/// The bill in every format the lifecycle takes: CycloneDX 1.6, SPDX 2.3 and Syft's JSON. The same bytes for
/// the same components, whatever their order: no times, no random numbers.
std::vector<cnb::Sbom> sboms_of(BillOfMaterials bill);

}  // namespace adder::python
