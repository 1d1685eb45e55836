#pragma once

#include <adder/base/environment.hpp>
#include <adder/python/managers/command.hpp>
#include <adder/python/project.hpp>

namespace adder::python {

/// Puts a project's dependencies into a virtual environment: uv, or another tool that uv brought.
class Installer {
  public:
    virtual ~Installer() = default;

    /// `env` is what the build has. Throws `base::UserError`.
    virtual void install(const Project& project, const InstallPlace& place,
                         const base::Environment& env) const = 0;
};

}  // namespace adder::python
