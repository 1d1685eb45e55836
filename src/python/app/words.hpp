#pragma once

#include <adder/base/text.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What messages have in common.
namespace adder::python::messages {

inline constexpr const char* sources_variable = "BP_PYTHON_RUNTIME_SOURCES";

inline std::string quoted(std::string_view text) { return "'" + base::printable(text) + "'"; }

inline std::string comma_separated(const std::vector<std::string>& items) {
    return items.empty() ? "none" : base::join(items, ", ");
}

}  // namespace adder::python::messages
