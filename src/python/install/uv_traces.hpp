#pragma once

#include <filesystem>

namespace adder::python {

/// Removes what uv leaves in an environment for its own next run there: when the sources of a package from a
/// directory of the app were changed (`uv_cache.json`), which every copy of the app says differently, so that
/// no two builds would make the same layer. Throws `base::SystemError`.
void remove_uv_traces(const std::filesystem::path& environment);

}  // namespace adder::python
