#pragma once

#include <array>
#include <string_view>

namespace adder::python {

/// A program that installs packages.
struct Tool {
    /// `tools/PINS.txt` of this buildpack pins it and all that it needs; empty for uv, which the catalogue
    /// pins.
    std::string_view pins;
    std::string_view program;
    std::string_view title;     ///< as people write it
    unsigned major_number = 0;  ///< of a program that is pinned in several; else 0

    bool operator==(const Tool&) const = default;
};

namespace tools {

inline constexpr Tool uv{"", "uv", "uv"};
inline constexpr Tool pip{"pip", "pip", "pip"};
inline constexpr Tool pipenv{"pipenv", "pipenv", "Pipenv"};
inline constexpr Tool pdm{"pdm", "pdm", "PDM"};
inline constexpr Tool poetry_1{"poetry-1", "poetry", "Poetry", 1};
inline constexpr Tool poetry_2{"poetry-2", "poetry", "Poetry", 2};

/// Those that are Python programs.
inline constexpr std::array all_pinned{pip, pipenv, pdm, poetry_1, poetry_2};

}  // namespace tools

}  // namespace adder::python
