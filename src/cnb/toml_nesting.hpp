#pragma once

#include <string_view>

namespace adder::cnb {

/// How deep arrays, tables and dotted keys nest in a TOML text, at most; a text that is not TOML gives some
/// number. Parsers recurse, so that a few kilobytes of brackets would otherwise end the program.
unsigned toml_nesting(std::string_view text);

}  // namespace adder::cnb
