#pragma once

#include <adder/cnb/toml.hpp>

#include <filesystem>
#include <functional>
#include <set>
#include <string>

namespace adder::python {

/// The same lock with the files of a directory in place of URLs: of each package, those that are there, with
/// the hashes that it has for them. If none is, all are named as if they were, for the tool to miss them.
/// What a package has of a directory or a repository stays; paths, which are relative to the lock in
/// `locked_in`, become absolute.
cnb::TomlTable with_vendored_files(const cnb::TomlTable& lock,
                                   const std::set<std::string, std::less<>>& files,
                                   const std::filesystem::path& vendor,
                                   const std::filesystem::path& locked_in);

}  // namespace adder::python
