#pragma once

#include <adder/base/environment.hpp>
#include <adder/testing/lifecycle.hpp>
#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::test {

/// What the launcher finds in an image, written by hand: buildpacks' layers, and processes that write their
/// environment to a file.
class LaunchDirectory {
  public:
    LaunchDirectory(std::vector<std::string> buildpack_ids, const std::vector<std::string>& process_types);

    const std::vector<std::string>& buildpack_ids() const { return buildpack_ids_; }
    /// Where the layers of one buildpack belong.
    std::filesystem::path layers_of(const std::string& buildpack_id) const { return layers() / buildpack_id; }

    /// Runs a process of that type, or the same program as a command of its own.
    Outcome launch(const std::string& process_type, const base::Environment& env) const;
    /// What the latest process that was started got. Throws `base::Error` if there was none.
    base::Environment seen() const;

  private:
    std::filesystem::path layers() const { return directory_.path() / "layers"; }
    std::filesystem::path record() const { return directory_.path() / "environment"; }

    WorkDirectory directory_;
    std::vector<std::string> buildpack_ids_;
};

}  // namespace adder::test
