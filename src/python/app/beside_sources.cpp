#include "python/app/beside_sources.hpp"

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

template <std::size_t n>
bool is_any_of(const std::array<std::string_view, n>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool is_version_control(std::string_view name) {
    return is_any_of(std::array<std::string_view, 3>{".git", ".hg", ".svn"}, name);
}

bool is_bytecode(std::string_view name) { return name == "__pycache__" || name.ends_with(".pyc"); }

bool is_build_output(std::string_view name) {
    return name == "build" || name == "dist" || name.ends_with(".egg-info");
}

bool is_environment(std::string_view name) {
    return is_any_of(std::array<std::string_view, 5>{".venv", "venv", ".tox", ".nox", "node_modules"}, name);
}

}  // namespace adder::python
