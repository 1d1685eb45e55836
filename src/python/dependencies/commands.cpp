#include "python/dependencies/commands.hpp"

#include <adder/base/format.hpp>

namespace adder::python::messages {

std::string lock_command(const Project& project) { return std::string{project.manager->lock_command}; }

std::string vendor_command(const Project& project) {
    if (!project.manager->export_command)
        return base::format("pip download --dest vendor --requirement {}", project.main_file());
    return base::format("{} |\n    pip download --dest vendor --requirement /dev/stdin",
                        project.manager->export_command(project));
}

}  // namespace adder::python::messages
