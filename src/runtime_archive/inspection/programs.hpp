#pragma once

#include <adder/base/environment.hpp>

#include <string_view>

namespace adder::runtime_archive {

/// Whether the environment's PATH leads to such a program.
bool is_on_path(std::string_view name, const base::Environment& env);

}  // namespace adder::runtime_archive
