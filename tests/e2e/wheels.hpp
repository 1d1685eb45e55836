#pragma once

#include <filesystem>
#include <string>

namespace adder::test {

/// A wheel of the module `hello`, whose `greeting` is "hello VERSION"; it may require another package.
void make_wheel(const std::filesystem::path& directory, const std::string& version,
                const std::string& requirement = "");

/// A source distribution of the module `built`, whose `at` is when it was built, by a backend of its own.
void make_source_distribution(const std::filesystem::path& directory);

}  // namespace adder::test
