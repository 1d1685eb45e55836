#pragma once

#include <string>
#include <string_view>

namespace adder::test {

inline constexpr unsigned char amd64_machine = 62;
inline constexpr unsigned char arm64_machine = 183;

/// What begins as a program for Linux does (gABI chapter 4), and runs nowhere.
inline std::string program_for(unsigned char machine, std::string_view contents = "") {
    std::string header(64, '\0');
    header.replace(0, 7, "\177ELF\2\1\1");
    header[16] = 2;  // ET_EXEC
    header[18] = static_cast<char>(machine);
    return header + std::string{contents};
}

}  // namespace adder::test
