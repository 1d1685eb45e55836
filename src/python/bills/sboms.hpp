#pragma once

#include "python/bills/bill_of_materials.hpp"

#include <adder/cnb/layers.hpp>
#include <adder/cnb/sbom.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace adder::python {

/// "1": changed when bills say something else, so that the layers of earlier ones are not reused.
inline constexpr std::string_view bill_version = "1";

/// What a layer with the bill of `author` is to have, or without one; `reason` is why one that lacks it is
/// not kept.
cnb::WantedSboms wanted_sboms(const std::optional<BillAuthor>& author, std::string_view reason);

/// The bill in every format the lifecycle takes: CycloneDX 1.6, SPDX 2.3 and Syft's JSON. The same bytes for
/// the same components, whatever their order: no times, no random numbers.
std::vector<cnb::Sbom> sboms_of(BillOfMaterials bill);

}  // namespace adder::python
