#include "python/detect.hpp"

#include "python/app/app.hpp"
#include "python/app/project_directory.hpp"

namespace adder::python {

cnb::DetectResult detect(const cnb::DetectContext& context) {
    const App app = App::scan(project_directory(context.app_directory, context.env));
    if (!first_python_file(app) && !context.env.find_non_empty("BP_PIP_REQUIREMENT")) {
        return cnb::NotForUs{
            "not a Python app: there is no requirements.txt, pyproject.toml, .python-version, manage.py, "
            "main.py, "
            "app.py or other file that marks one in the app's root directory"};
    }
    return cnb::Pass{{{{.provides = {"python"}, .requirements = {{.name = "python", .metadata = {}}}}}}};
}

}  // namespace adder::python
