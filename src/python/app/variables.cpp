#include "python/app/variables.hpp"

#include "python/app/messages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

struct Unusable {
    const char* name;
    const char* consequence;
    const char* instead;  ///< empty: there is nothing to be had by it
};

constexpr const char* elsewhere = "packages would be installed where the app does not look for them";
constexpr const char* other_machine = "packages would be chosen for another machine or another Python";
constexpr const char* python_version =
    "To choose the Python, use BP_PYTHON_VERSION or a file .python-version.";
constexpr const char* project_directory =
    "For a project below the app's directory, use BP_PYTHON_PROJECT_DIR.";

constexpr std::array unusable{
    Unusable{"PYTHONHOME", "Python would look for its own library there, and not start", ""},
    Unusable{"PYTHONPLATLIBDIR", "Python would look for its own library elsewhere, and not start", ""},
    Unusable{"PYTHONINSPECT", "each Python that the build starts would wait for someone to type", ""},
    Unusable{"PIP_TARGET", elsewhere, ""},
    Unusable{"PIP_PREFIX", elsewhere, ""},
    Unusable{"PIP_ROOT", elsewhere, ""},
    Unusable{"PIP_USER", elsewhere, ""},
    Unusable{"PIP_DRY_RUN", "nothing would be installed", ""},
    Unusable{"PIP_PYTHON", "packages would be installed for another Python", python_version},
    Unusable{"PIP_PYTHON_VERSION", other_machine, python_version},
    Unusable{"PIP_PLATFORM", other_machine, ""},
    Unusable{"PIP_IMPLEMENTATION", other_machine, ""},
    Unusable{"PIP_ABI", other_machine, ""},
    Unusable{"UV_PYTHON", "packages would be installed for another Python", python_version},
    Unusable{"UV_SYSTEM_PYTHON", "packages would be installed for another Python", python_version},
    Unusable{"UV_PYTHON_PLATFORM", other_machine, ""},
    Unusable{"UV_PROJECT", "another project would be installed", project_directory},
    Unusable{"UV_WORKING_DIR", "another project would be installed", project_directory},
    Unusable{"PDM_PROJECT", "another project would be installed", project_directory},
    Unusable{"PIPENV_PIPFILE", "another project would be installed", project_directory},
};

}  // namespace

bool is_on(const base::Environment& env, std::string_view name) {
    const std::string value = base::to_lower(env.find(name).value_or(""));
    constexpr std::array no{"", "0", "n", "no", "f", "false", "off"};
    return std::ranges::find(no, value) == no.end();
}

void refuse_unusable_variables(const base::Environment& env) {
    for (const Unusable& variable : unusable) {
        if (is_on(env, variable.name))
            throw messages::unusable_variable(variable.name, variable.consequence, variable.instead);
    }
}

}  // namespace adder::python
