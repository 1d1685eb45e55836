#pragma once

#include "runtime_archive/archives/pack.hpp"
#include "runtime_archive/commands/command.hpp"

#include <filesystem>

namespace adder::runtime_archive {

/// The end of every command that makes an archive from a tree which was installed, unpacked or given.
Exit prepare_and_pack(const std::filesystem::path& tree, const PackRequest& request, Session& session);

/// The same for a tree that is packed as it is.
Exit pack_and_report(const std::filesystem::path& tree, const PackRequest& request, Session& session);

}  // namespace adder::runtime_archive
