// Any bytes as a URL, and as a reference that a server sends. Secrets do not show.

#include "fetch/url.hpp"
#include "fuzz.hpp"

#include <adder/base/text.hpp>

#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using adder::fetch::Url;
    const std::string_view text = adder::fuzz::text_of(data, size);
    adder::fuzz::refuse_or_take([&] {
        const Url url = Url::parse(text);
        if (Url::parse(url.text()) != url) throw std::logic_error("not the same");
    });
    adder::fuzz::refuse_or_take([&] {
        const Url url = Url::parse("https://me:hunter2@host.example/a/b").resolve(text);
        if (url.display().find("hunter2") != std::string::npos &&
            adder::base::to_lower(text).find("hunter2") == std::string::npos)  // hosts are lowered
            throw std::logic_error("a secret shows");
    });
    return 0;
}
