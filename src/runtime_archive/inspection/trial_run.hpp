#pragma once

#include "runtimes/archive_id.hpp"

#include <filesystem>
#include <stop_token>

namespace adder::runtime_archive {

/// Copies the tree to another directory and runs the interpreter there with an empty environment. Throws
/// `Error` if it is not this version, or free-threaded where it should not be, lacks a module of
/// `requirements_of` (with the package to install), cannot import one of its extension modules, or has loaded
/// a file from outside the copy.
void smoke_test(const std::filesystem::path& tree, const runtimes::ArchiveId& id, std::stop_token stop = {});

}  // namespace adder::runtime_archive
