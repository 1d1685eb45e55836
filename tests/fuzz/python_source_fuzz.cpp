// Any bytes as the source of a module.

#include "fuzz.hpp"
#include "python/app_source/module_objects.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const ModuleObjects module = read_module_objects(adder::fuzz::text_of(data, size));
    for (const ModuleObject& object : module.objects) (void)module.meanings(object.value);
    return 0;
}
