#pragma once

#include <adder/base/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What libFuzzer calls, and replay.cpp.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace adder::fuzz {

/// Refusing input with a `base::Error` is as good as taking it. Anything else that is thrown ends the
/// program, as do the sanitizers: a finding.
template <typename Action>
void refuse_or_take(const Action& action) {
    try {
        action();
    } catch (const base::Error&) {}
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace adder::fuzz
