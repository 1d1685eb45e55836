#pragma once

#include <filesystem>
#include <string>

namespace adder::test {

/// A wheel of the module `hello`, whose `greeting` is "hello VERSION"; it may require another package.
void make_wheel(const std::filesystem::path& directory, const std::string& version,
                const std::string& requirement = "");

}  // namespace adder::test
