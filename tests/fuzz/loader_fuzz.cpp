// Any bytes as /etc/ld.so.conf.

#include "fuzz.hpp"
#include "runtimes/loader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)adder::runtimes::parse_loader_configuration(adder::fuzz::text_of(data, size));
    return 0;
}
