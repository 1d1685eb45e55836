// Any bytes as a Procfile.

#include "fuzz.hpp"
#include "python/launch/procfile.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const std::string text{adder::fuzz::text_of(data, size)};
    adder::fuzz::refuse_or_take([&] { (void)parse_procfile(text); });
    return 0;
}
