#pragma once

#include <adder/base/environment.hpp>
#include <adder/cnb/plan.hpp>
#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// A buildpack that does what a test tells it: files as they stand, exit codes, and a record of what it saw.
/// The program behind it is probe/probe.cpp.
class ProbeBuildpack {
  public:
    /// It passes detection and builds nothing, until told otherwise.
    explicit ProbeBuildpack(std::string id = "test/probe", std::string_view api = "0.12");

    const std::string& id() const { return id_; }
    const std::filesystem::path& path() const { return directory_.path(); }

    /// Replaces buildpack.toml.
    void describe(std::string_view text) const;

    void detect_exits(int code) const;
    void detect_writes(std::string_view plan) const;
    void detect_deletes_plan() const;

    void build_exits(int code) const;
    /// The build writes this into its layers directory; `file` is relative to that.
    void build_writes(const std::filesystem::path& file, std::string_view text,
                      std::filesystem::perms mode = std::filesystem::perms{0644}) const;
    void build_makes_directory(const std::filesystem::path& directory) const;
    /// Before it writes, the build removes this from its layers directory.
    void build_removes(std::string_view name) const;
    /// Where what the build copies into its layers directory is kept.
    std::filesystem::path build_files() const { return path() / "build/layers"; }
    /// The next build writes and removes nothing.
    void build_nothing() const;

    /// What the latest run of a phase ("detect", "build") was given. Throws `base::Error` if it did not run.
    base::Environment environment_of(std::string_view phase) const;
    /// The working directory and the arguments.
    std::vector<std::string> arguments_of(std::string_view phase) const;
    /// A copy of the layers directory as the latest build found it.
    std::filesystem::path found() const { return records() / "build.layers"; }
    /// What others required of it, as `cnb` reads it.
    std::vector<cnb::Requirement> buildpack_plan() const;
    bool has_run(std::string_view phase) const;

  private:
    std::filesystem::path records() const { return path() / "records"; }

    WorkDirectory directory_;
    std::string id_;
};

/// The probe's program, under the name that makes it a process that writes its environment to a file.
std::filesystem::path dump_environment_program();

/// What `dump-environment` and the phases write.
base::Environment read_environment(const std::filesystem::path& file);

}  // namespace adder::test
