#include <adder/base/files.hpp>
#include <adder/python/managers/command.hpp>

namespace adder::python {

void write_inputs(const ToolCommand& command) {
    for (const ToolInput& input : command.inputs) base::write_file(input.file, input.text);
}

}  // namespace adder::python
