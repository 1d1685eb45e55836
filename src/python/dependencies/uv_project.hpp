#pragma once

#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"

#include <adder/base/error.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// The packages that a `uv.lock` takes from the app's own directories.
struct LocalPackages {
    std::vector<std::string> editable;  ///< used where they are: `editable`, `virtual`
    std::vector<std::string> copied;    ///< `directory`, `path`
};
LocalPackages local_packages(std::string_view uv_lock);

/// For a project in a directory of the app: how to get up from there to the directory with the `uv.lock` of a
/// workspace that it may be a member of ("../.."). Nothing if there is none.
std::optional<std::string> workspace_of(const App& app);

/// An app with `uv.lock`, or a member of a workspace that has one.
Project read_uv_project(const App& app, const Settings& settings);

/// `env` is what uv runs in: where it names another index than the lock does, the lock is checked without it.
std::vector<ToolCommand> sync_project(const Project& project, const InstallPlace& place,
                                      const base::Environment& env);

/// What it means that uv ended without success, by what it wrote.
std::optional<base::UserError> explain_uv(const Project& project, const std::string& output);

}  // namespace adder::python
