#pragma once

#include "fetch/fetcher.hpp"
#include "python/install/installer.hpp"
#include "python/install/pinned_tools.hpp"
#include "python/network/services.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adder::python {

/// The newest release of uv on a page of a simple repository API (PEP 503, PEP 691) that a project's demand
/// allows, with its wheels for Linux; pre-releases, yanked files and those without a SHA-256 are passed over.
/// Nothing if there is none. Throws `base::Error` for a page that cannot be read.
std::optional<PinnedTool> uv_release_on(const fetch::Page& page, std::string_view demand);

/// The uv to install with: the pinned one, or, for a project that demands another, what the index has. Throws
/// `base::UserError`.
PinnedTool uv_to_use(const InstallerChoice& installer, const PinnedTool& pinned,
                     const std::string& package_index, const Services& services);

}  // namespace adder::python
