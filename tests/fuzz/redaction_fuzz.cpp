// Any bytes as a line of a tool's output: no secret is left in it, and nothing is masked twice.

#include "fuzz.hpp"
#include "python/network/redaction.hpp"

#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const adder::python::Redaction redaction{{{"s3cret/+", "a test"}}};
    const std::string shown = redaction.apply(adder::fuzz::text_of(data, size));
    if (shown.find("s3cret/+") != std::string::npos) throw std::logic_error("the secret is there");
    return 0;
}
