#pragma once

#include <adder/base/environment.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/layers.hpp>
#include <adder/python/installer.hpp>
#include <adder/python/services.hpp>
#include <adder/python/uv.hpp>

#include <filesystem>
#include <string>

namespace adder::python {

/// The commands of a tool that is a Python program. `env` is what they run in.
std::vector<ToolCommand> tool_commands(const InstallerChoice& tool, const Project& project,
                                       const InstallPlace& place, const ToolSurroundings& surroundings);

/// What such a tool runs in: what all tools have (`Network::for_tools`), the virtual environment to install
/// into as the one that is active, and nothing that would send it elsewhere.
base::Environment python_tool_environment(base::Environment env, const InstallPlace& place);

/// A tool that is a Python program, installed by uv into a virtual environment of its own, which is gone with
/// this object and never becomes part of a layer. Of a project whose packages are in `vendor`, uv does some
/// steps.
class PythonTool final : public Installer {
  public:
    /// `pins` names every distribution it is made of, with digests; they come from the directory `wheels`, or
    /// if that is empty, from the index. Throws `base::UserError`.
    PythonTool(const InstallerChoice& choice, const std::filesystem::path& pins,
               const std::filesystem::path& wheels, const std::filesystem::path& interpreter,
               const std::string& package_index, const cnb::Layers& layers, const Uv& uv,
               const base::Environment& env, const Services& services);

    void install(const Project& project, const InstallPlace& place,
                 const base::Environment& env) const override;

  private:
    ToolSurroundings surroundings() const;
    void run_step(const ToolCommand& step, const Project& project, const InstallPlace& place,
                  const base::Environment& env) const;

    InstallerChoice choice_;
    base::TempDir directory_;
    std::string package_index_;
    const Uv& uv_;
    const Services& services_;
};

}  // namespace adder::python
