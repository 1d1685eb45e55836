#include "python/app/project_directory.hpp"

#include "python/app/messages.hpp"

#include <adder/base/beneath.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace fs = std::filesystem;

fs::path project_directory(const fs::path& app_directory, const base::Environment& env) {
    const auto wanted = env.find_non_empty("BP_PYTHON_PROJECT_DIR");
    if (!wanted) return app_directory;
    const fs::path below = fs::path{base::trim(*wanted)}.lexically_normal();
    if (below.is_absolute() || std::ranges::find(below, "..") != below.end())
        throw messages::bad_project_directory(*wanted, "it is not a path below the app's directory");
    std::error_code missing;
    if (!fs::is_directory(app_directory / below, missing))
        throw messages::bad_project_directory(*wanted, "the app has no such directory");
    if (!base::leads_beneath(app_directory, app_directory / below))
        throw messages::bad_project_directory(*wanted, "this is a link to a place outside of the app");
    const fs::path directory = (app_directory / below).lexically_normal();
    return directory.has_filename() ? directory : directory.parent_path();
}

}  // namespace adder::python
