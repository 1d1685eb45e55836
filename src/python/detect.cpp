#include <adder/python/app.hpp>
#include <adder/python/detect.hpp>

namespace adder::python {

cnb::DetectResult detect(const cnb::DetectContext& context) {
    const App app = App::scan(context.app_directory);
    if (!first_python_file(app)) {
        return cnb::NotForUs{
            "not a Python app: there is no requirements.txt, pyproject.toml, .python-version, manage.py, "
            "main.py, "
            "app.py or other file that marks one in the app's root directory"};
    }
    return cnb::Pass{{{{.provides = {"python"}, .requirements = {{.name = "python", .metadata = {}}}}}}};
}

}  // namespace adder::python
