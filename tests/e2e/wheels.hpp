#pragma once

#include <filesystem>
#include <string>

namespace adder::test {

/// A wheel of the module `hello`, whose `greeting` is "hello VERSION".
void make_wheel(const std::filesystem::path& directory, const std::string& version);

/// A source distribution of the module `built`, whose `at` is when it was built, by a backend of its own.
void make_source_distribution(const std::filesystem::path& directory);

}  // namespace adder::test
