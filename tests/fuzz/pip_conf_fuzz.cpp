// Any bytes as a pip.conf, and what uv is told of it.

#include "fuzz.hpp"
#include "python/dependencies/pip_settings.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const adder::base::Environment env = read_pip_configuration(adder::fuzz::text_of(data, size));
    (void)uv_settings_of_pip(env);
    (void)setting_only_pip_knows(env);
    return 0;
}
