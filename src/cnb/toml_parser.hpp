#pragma once

#include <adder/cnb/toml_value.hpp>

#include <string_view>

namespace adder::cnb {

/// Nesting of arrays, tables and dotted keys: reading is recursive, and a text must not exhaust the stack.
inline constexpr unsigned deepest_toml = 100;

/// Values in a text. Each takes some hundred bytes of memory; pylock.toml has 175 for a package of 25 wheels.
inline constexpr unsigned most_toml_values = 300'000;

/// Reads TOML 1.0 in one pass, in time and memory that are proportional to the text. The text has to be
/// UTF-8. Throws `NotToml`, and `base::Error` for a text beyond the limits above.
TomlTable read_toml(std::string_view text);

}  // namespace adder::cnb
