// Any bytes as a RECORD of an installed package.

#include "fuzz.hpp"
#include "python/installed/record.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)adder::python::recorded_files(adder::fuzz::text_of(data, size));
    return 0;
}
