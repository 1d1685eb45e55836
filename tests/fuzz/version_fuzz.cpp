// Any bytes as the files that ask for a version.

#include "fuzz.hpp"

#include <adder/python/resolve.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    App app;
    app.python_version_file = std::string{adder::fuzz::text_of(data, size)};
    adder::fuzz::refuse_or_take([&] { (void)requested_python(app, {}, {}); });
    return 0;
}
