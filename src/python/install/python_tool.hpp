#pragma once

#include "python/install/installer.hpp"
#include "python/install/uv.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/files.hpp>

#include <filesystem>
#include <string>
#include <vector>

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
    /// `directory` holds the virtual environment `tool` and an empty directory `cache`.
    PythonTool(InstallerChoice choice, base::TempDir directory, const Uv& uv);

    void install(const Project& project, const InstallPlace& place,
                 const base::Environment& env) const override;

  private:
    ToolSurroundings surroundings() const;
    void run_step(const ToolCommand& step, const Project& project, const InstallPlace& place,
                  const base::Environment& env) const;

    InstallerChoice choice_;
    base::TempDir directory_;
    const Uv& uv_;
};

/// Files that name every distribution that a tool is made of, with digests, and where these are: in the
/// directory `wheels`, or if that is empty, in the index.
struct ToolFiles {
    std::filesystem::path pins;
    std::filesystem::path wheels;
};

/// Installs the tool by `uv`, which has to outlive it, for the interpreter. `env` is what the build has.
/// Throws `base::UserError`.
PythonTool install_python_tool(const InstallerChoice& choice, const ToolFiles& files,
                               const std::filesystem::path& interpreter, const Uv& uv,
                               const base::Environment& env);

}  // namespace adder::python
