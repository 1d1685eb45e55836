#pragma once

#include <adder/base/environment.hpp>

#include <filesystem>

namespace adder::cnb {

/// The variables the person running the build gave (`<platform>/env`): a file's name is the variable's, its
/// contents, unchanged, the value. No such directory is no variables. Throws `base::Error`.
base::Environment read_platform_env(const std::filesystem::path& platform_directory);

/// Lays platform variables over a process environment as the lifecycle does: the path variables are put in
/// front of what is there, all others replace it.
base::Environment with_platform_env(base::Environment env, const base::Environment& platform_env);

}  // namespace adder::cnb
