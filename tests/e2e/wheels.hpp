#pragma once

#include <filesystem>
#include <string>

namespace adder::test {

/// A wheel of the module `hello`, whose `greeting` is "hello VERSION".
void make_wheel(const std::filesystem::path& directory, const std::string& version);

}  // namespace adder::test
