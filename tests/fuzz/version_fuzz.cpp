// Any bytes as the files that ask for a version.

#include "fuzz.hpp"
#include "python/versions/version_file.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const std::string text{adder::fuzz::text_of(data, size)};
    adder::fuzz::refuse_or_take([&] {
        const VersionRequest request = read_version_file(".python-version", text);
        (void)request.text();
        (void)request.may_match({3, 13});
    });
    return 0;
}
