// Any bytes as an index.json; what can be read means the same after it was written again.

#include "fuzz.hpp"
#include "runtimes/index.hpp"

#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::runtimes;
    adder::fuzz::refuse_or_take([&] {
        const Index index = parse_index(adder::fuzz::text_of(data, size));
        std::string written;
        try {
            written = to_json(index);
        } catch (const adder::base::Error&) {
            throw std::logic_error("what was read cannot be written");
        }
        if (to_json(parse_index(written)) != written) throw std::logic_error("not the same");
    });
    return 0;
}
