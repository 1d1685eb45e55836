// Any bytes as what a tool wrote before it failed.

#include "fuzz.hpp"
#include "python/dependencies/managers.hpp"
#include "python/failures/explain.hpp"
#include "python/launch/static_files.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const std::string output{adder::fuzz::text_of(data, size)};
    const ToolFailure failure{.tool = "uv",
                              .status = {1, 0},
                              .output = output,
                              .index = "https://pypi.example.com/simple",
                              .advisable_series = {{3, 14}, {3, 13}}};
    for (const ManagerRules* manager :
         {&managers::requirements, &managers::uv, &managers::poetry, &managers::pdm, &managers::pipenv})
        (void)explain_failure(failure, {.manager = manager, .files = {{"file", ""}}});
    (void)explain_django_failure(failure);
    (void)parse_static_files_report(output);
    return 0;
}
