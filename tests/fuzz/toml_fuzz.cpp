// Any bytes as TOML; what can be read means the same after it was written again.

#include "fuzz.hpp"

#include <adder/cnb/toml.hpp>

#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::cnb;
    adder::fuzz::refuse_or_take([&] {
        const std::string written = to_toml_text(parse_toml(adder::fuzz::text_of(data, size), "input"));
        // Text, not values: a NaN is not equal to itself.
        if (to_toml_text(parse_toml(written, "written")) != written) throw std::logic_error("not the same");
    });
    return 0;
}
