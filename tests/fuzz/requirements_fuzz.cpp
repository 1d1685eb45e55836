// Any bytes as a requirements file.

#include "fuzz.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/pip.hpp"
#include "python/dependencies/requirements.hpp"

#include <set>
#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder::python;
    const std::string text{adder::fuzz::text_of(data, size)};
    for_each_requirement_line(text, [](const std::string& line) {
        if (line.empty()) throw std::logic_error("an empty line");
    });
    const std::vector<std::string> files = included_files(text);
    if (std::set(files.begin(), files.end()).size() != files.size()) throw std::logic_error("a file twice");
    (void)reason_for_pip({.manager = &managers::requirements, .files = {{"requirements.txt", text}}}, {});
    return 0;
}
