#pragma once

#include "python/failures/tool_failure.hpp"
#include "python/install/install_context.hpp"
#include "python/install/installer.hpp"
#include "python/install/pinned_tools.hpp"
#include "python/installed/packages.hpp"
#include "python/network/downloads.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// Where uv's wheel is to be had from a simple repository API (PEP 503 HTML, PEP 691 JSON): the link to
/// `file` on the project's page. Throws `base::Error` if the page has no such link.
fetch::Url find_wheel_link(const fetch::Page& page, std::string_view file);

/// The environment uv runs in: what tools have (`Network::for_tools`), the index in the form uv understands,
/// and nothing that would send it elsewhere than into the virtual environment.
base::Environment uv_environment(base::Environment env, const std::filesystem::path& cache_directory);

/// The commands of uv that install a project's dependencies. `env` is what they run in.
std::vector<ToolCommand> uv_commands(const Project& project, const InstallPlace& place,
                                     const base::Environment& env);

/// What the lines of a resolution pin, sorted. Nothing if one of them is no pin but a place that packages
/// come from, whose contents may have changed.
std::optional<std::vector<Package>> pinned_packages(const std::vector<std::string>& lines);

/// uv, ready to run: taken from its wheel, and gone again with this object. It never becomes part of a layer.
class Uv final : public Installer {
  public:
    /// `directory` holds the program `uv`.
    Uv(base::TempDir directory, InstallContext context);

    const InstallContext& context() const { return context_; }

    /// Creates a virtual environment for the interpreter. Throws `base::UserError`.
    void create_environment(const std::filesystem::path& environment,
                            const std::filesystem::path& interpreter, const base::Environment& env) const;

    /// Installs a tool of ours from the file that pins it and all that it needs. Nothing that is set up for
    /// the app's own dependencies counts, but for the index; that is not asked if a directory of wheels is
    /// given. Throws `base::UserError`.
    void install_pinned(const std::filesystem::path& environment, const std::filesystem::path& pins,
                        const std::filesystem::path& wheels, const std::string& tool,
                        const base::Environment& env) const;

    /// The distributions that installing the project would choose now, as `pinned_packages` reads them;
    /// nothing is installed. Throws `base::UserError`.
    std::optional<std::vector<Package>> resolve(const Project& project,
                                                const std::filesystem::path& interpreter,
                                                const std::filesystem::path& app_directory,
                                                const base::Environment& env) const;

    /// Throws `base::UserError` naming the packages whose demands on each other are not met, unless someone
    /// wants it so.
    void require_compatible(const Project& project, const InstallPlace& place,
                            const base::Environment& env) const;

    /// Installs whatever uv itself understands.
    void install(const Project& project, const InstallPlace& place,
                 const base::Environment& env) const override;

    /// One command of uv's for a project. Throws `base::UserError`.
    void run_step(const ToolCommand& step, const Project& project, const InstallPlace& place,
                  const base::Environment& env) const;

    /// What is gone with this object: a place for files of a build.
    std::filesystem::path work_directory() const { return directory_.path(); }
    /// Where it keeps what it downloads and builds, until this object is gone.
    std::filesystem::path cache_directory() const { return directory_.path() / "cache"; }
    /// Leaves of that only wheels that were built from source.
    void prune_cache() const;

  private:
    base::Command command(ToolCommand command, const std::filesystem::path& working_directory,
                          const base::Environment& env) const;
    base::ExitStatus run(const base::Command& command, std::vector<std::string>& output) const;
    void show(std::string_view line) const;
    ToolFailure failure(const base::ExitStatus& status, const std::vector<std::string>& output) const;

    base::TempDir directory_;
    InstallContext context_;
};

/// Fetches uv for the target. Its wheel comes from the first of the directories that has it, else from where
/// a dependency mapping says, else from the package index. Throws `base::UserError`.
Uv fetch_uv(const PinnedTool& pinned, const cnb::Target& target,
            const std::vector<std::filesystem::path>& wheels, const InstallContext& context);

}  // namespace adder::python
