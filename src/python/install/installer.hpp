#pragma once

#include "python/app/settings.hpp"
#include "python/dependencies/command.hpp"
#include "python/dependencies/project.hpp"
#include "python/install/pinned_tools.hpp"

#include <adder/base/environment.hpp>

#include <string>

namespace adder::python {

/// Which tool installs a project's dependencies.
struct InstallerChoice {
    const Tool* tool = &tools::uv;
    std::string
        version;  ///< what is known of it before the network is asked: a release, or a demand such as "<0.9"

    std::string reason = {};  ///< worth a line of the log, if not empty

    bool is_uv() const { return *tool == tools::uv; }
    std::string text() const { return std::string{tool->title} + " " + version; }
};

/// The pinned version, unless the project demands another: of Poetry the other major version is pinned, too,
/// and of uv the index has all others. Requirements are installed by pip if that is asked for, or if they or
/// pip's settings in `env` need it. Throws `base::UserError` if none serves.
InstallerChoice choose_installer(const Project& project, const PinnedTools& tools, const Settings& settings,
                                 const base::Environment& env);

/// Puts a project's dependencies into a virtual environment: uv, or another tool that uv brought.
class Installer {
  public:
    virtual ~Installer() = default;

    /// `env` is what the build has. Throws `base::UserError`.
    virtual void install(const Project& project, const InstallPlace& place,
                         const base::Environment& env) const = 0;
};

}  // namespace adder::python
