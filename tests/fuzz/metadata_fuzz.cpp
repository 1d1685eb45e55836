// Any bytes as METADATA of an installed package, and the licences that it declares.

#include "fuzz.hpp"
#include "python/bills/licences.hpp"
#include "python/installed/core_metadata.hpp"

#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const CoreMetadata metadata = parse_core_metadata(adder::fuzz::text_of(data, size));
    for (const std::string& requirement : metadata.requires_dist) (void)required_name(requirement);
    for (const Licence& licence : declared_licences(metadata)) {
        if (licence.is_expression && !is_licence_expression(licence.text))
            throw std::logic_error("an expression that is none");
    }
    return 0;
}
