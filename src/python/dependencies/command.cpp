#include "python/dependencies/command.hpp"

#include <adder/base/files.hpp>

namespace adder::python {

void write_inputs(const ToolCommand& command) {
    for (const ToolInput& input : command.inputs) base::write_file(input.file, input.text);
}

}  // namespace adder::python
