// Any bytes as a file of signatures, and as public keys; what can be read means the same after it was written
// again.

#include "fuzz.hpp"
#include "runtimes/signature.hpp"

#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder;
    const std::string_view text = fuzz::text_of(data, size);
    fuzz::refuse_or_take([&] {
        for (const base::Signature& signature : runtimes::parse_signatures(text)) {
            const auto again = base::Signature::from_base64(signature.base64());
            if (!again || again->base64() != signature.base64()) throw std::logic_error("not the same");
        }
    });
    fuzz::refuse_or_take([&] {
        for (const base::PublicKey& key : runtimes::parse_public_keys(text)) {
            if (base::PublicKey::parse(key.base64()).base64() != key.base64())
                throw std::logic_error("not the same");
        }
    });
    return 0;
}
