// Any bytes as Cloud Foundry's VCAP_SERVICES, and as a traceparent.

#include "cnb/vcap_services.hpp"
#include "fuzz.hpp"

#include <adder/cnb/telemetry.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder;
    const std::string_view text = fuzz::text_of(data, size);
    fuzz::refuse_or_take([&] { (void)cnb::parse_vcap_services(text, "VCAP_SERVICES"); });
    (void)cnb::TraceParent::parse(text);
    return 0;
}
