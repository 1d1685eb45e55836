// Any bytes as the head of an HTTP response, a header in each line.

#include "fetch/response.hpp"
#include "fuzz.hpp"

#include <adder/base/text.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder;
    fetch::ResponseHead head;
    for (const std::string_view line : base::split(fuzz::text_of(data, size), '\n')) head.add(line);
    (void)head.is_redirect();
    (void)head.validator();
    return 0;
}
