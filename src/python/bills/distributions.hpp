#pragma once

#include "python/bills/bill_of_materials.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace adder::python {

/// The distributions in `environment` (a virtual environment, or a runtime), as they describe themselves in
/// `*.dist-info`: name, version, licences, where they came from, their files' digests, and which of the
/// others they need. Sorted by their purls. One whose description cannot be read is told from the name of
/// its directory. Throws `base::SystemError`.
std::vector<Component> distributions_in(const std::filesystem::path& environment);

}  // namespace adder::python
