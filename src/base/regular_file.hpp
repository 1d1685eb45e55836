#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace adder::base {

/// The rest of an open file, in one look at it: as `require_regular_file` and `read_open_file`.
std::string read_regular_file(int fd, const std::filesystem::path& file, std::size_t limit);

}  // namespace adder::base
