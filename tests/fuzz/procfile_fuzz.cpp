// Any bytes as a Procfile, and as Python source that is looked through for something to serve.

#include "fuzz.hpp"

#include <adder/python/launch.hpp>
#include <adder/python/procfile.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const std::string text{adder::fuzz::text_of(data, size)};
    (void)find_web_object(text);
    adder::fuzz::refuse_or_take([&] { (void)parse_procfile(text); });
    return 0;
}
