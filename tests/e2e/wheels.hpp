#pragma once

#include <filesystem>
#include <string>

namespace adder::test {

/// A wheel of the module `hello`, whose `greeting` is "hello VERSION"; it may require another package.
void make_wheel(const std::filesystem::path& directory, const std::string& version,
                const std::string& requirement = "");

/// The same with other lines of metadata ("Requires-Python: >=3.12") and a tag ("cp39-cp39-win_amd64").
void make_wheel_for(const std::filesystem::path& directory, const std::string& version,
                    const std::string& metadata, const std::string& tag);

/// A source distribution of the module `built`, whose `at` is when it was built, by a backend of its own. The
/// statement in Python comes before that.
void make_source_distribution(const std::filesystem::path& directory, const std::string& statement = "pass");

}  // namespace adder::test
