#pragma once

#include "cnb/toml_cursor.hpp"

#include <adder/cnb/toml_value.hpp>

#include <optional>
#include <string>

namespace adder::cnb {

/// The string that begins here, in one of TOML's four ways to write one. Throws `NotToml`.
std::string take_toml_string(TomlCursor& cursor);

/// The part of a key that begins here: bare, or a string of one line. Throws `NotToml`.
std::string take_toml_key_part(TomlCursor& cursor);

/// A number, `true`, `false`, or a date or time (as its text). Throws `NotToml`.
TomlValue take_toml_scalar(TomlCursor& cursor);

}  // namespace adder::cnb
