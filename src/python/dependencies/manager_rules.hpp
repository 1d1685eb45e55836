#pragma once

#include "python/dependencies/command.hpp"

#include <adder/base/error.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

struct App;
struct Project;
struct Settings;

/// Everything that this buildpack knows of one way to declare dependencies. Each has a row like this in its
/// own file, and a line in managers.hpp and one in managers.cpp; a member without a value has a meaning of
/// its own.
struct ManagerRules {
    std::string_view name;  ///< as `BP_PYTHON_PACKAGE_MANAGER` names it
    std::string_view other_name = {};

    /// Files of which each says that the app has this manager; more than these have to be looked for by
    /// `find`.
    std::array<std::string_view, 2> files = {};
    /// There may be such a file beside any other manager's: it says something only where there is no other.
    bool stands_back = false;
    /// The file that says so, or the variable; nullptr: one of `files`.
    std::optional<std::string> (*find)(const App& app, const Settings& settings) = nullptr;
    /// The same for an app in which no manager found a file of its own; nullptr: nothing more is looked for.
    std::optional<std::string> (*find_at_last)(const App& app) = nullptr;
    /// Throws `base::UserError` for such an app if it is this manager's, and lacks what it needs.
    void (*refuse)(const App& app) = nullptr;

    /// What is to be installed. Throws `base::UserError`.
    Project (*read)(const App& app, const Settings& settings) = nullptr;

    /// The commands of `Project::tool`.
    std::vector<ToolCommand> (*install)(const Project& project, const InstallPlace& place,
                                        const ToolSurroundings& surroundings) = nullptr;
    /// uv's arguments for choosing versions anew; nullptr: a lock has chosen them.
    std::vector<std::string> (*resolve)(const Project& project, const std::string& interpreter) = nullptr;
    bool can_be_installed_by_pip = false;

    /// What the tool's words mean that are of this manager alone.
    std::optional<base::UserError> (*explain)(const Project& project, const std::string& output) = nullptr;

    /// What people type. Writes the project's hashes anew.
    std::string_view lock_command = {};
    /// Writes requirements of a lock; nullptr: pip reads the project's file itself.
    std::string (*export_command)(const Project& project) = nullptr;
    /// Adds the distribution to what the app installs: "add it to the project:\n  pdm add NAME".
    std::string (*how_to_add)(std::string_view name, const Project& project) = nullptr;
};

namespace managers {

/// An app without dependencies.
extern const ManagerRules none;

}  // namespace managers

/// "add it to the project:", and the command in a line of its own.
std::string add_by_command(std::string_view command, std::string_view name);

}  // namespace adder::python
