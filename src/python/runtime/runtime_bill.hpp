#pragma once

#include "python/bills/bill_of_materials.hpp"
#include "python/runtime/source.hpp"

#include <filesystem>
#include <string>

namespace adder::python {

/// What is in a runtime at `directory`, unpacked from an archive with that digest: Python, as its source
/// describes the archive, the wheels that `ensurepip` brings, and distributions that came with it.
BillOfMaterials runtime_bill(const Runtime& runtime, const base::Sha256Digest& digest,
                             const std::filesystem::path& directory, const BillAuthor& author);

}  // namespace adder::python
