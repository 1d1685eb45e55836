#pragma once

#include <filesystem>

namespace adder::python {

/// Takes from everything below `directory` what nobody needs in an image: that others than the owner may
/// write to it, and that it runs as its owner or group (setuid, setgid), which build backends and tools leave
/// behind. Links are left alone. Throws `base::SystemError`.
void restrict_modes(const std::filesystem::path& directory);

}  // namespace adder::python
