#pragma once

#include <adder/base/environment.hpp>

#include <filesystem>

namespace adder::python {

/// The directory of the app that holds the Python project: the app's own, or the one below it that
/// `BP_PYTHON_PROJECT_DIR` names. Throws `base::UserError` for one that is not there or not below. Links
/// to other directories of the app are fine; one that leads out of the app is not below.
std::filesystem::path project_directory(const std::filesystem::path& app_directory,
                                        const base::Environment& env);

}  // namespace adder::python
