#include "../messages.hpp"

#include <adder/base/text.hpp>

/// What `detect` may have to say: apart from the rest, so that it need not load what the build phase does.
namespace adder::python::messages {

UserError bad_project_directory(std::string_view directory, std::string_view reason) {
    return {base::format("BP_PYTHON_PROJECT_DIR is {}, which cannot be used.",
                         "'" + base::printable(directory) + "'"),
            base::format("It should name the directory of the app that holds the Python project, such as "
                         "services/api,\nbut {}.",
                         reason)};
}

}  // namespace adder::python::messages
