#pragma once

#include <adder/testing/background_process.hpp>
#include <adder/testing/image.hpp>
#include <adder/testing/lifecycle.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// An image, unpacked: what a container started from it would see, and a container of sorts to start in it
/// (chroot, as user 1000:1000, with the image's variables and nothing else, with /proc, /dev and /sys where
/// they can be mounted). That needs root.
class Rootfs {
  public:
    /// The image must be built on the lifecycle's run image. Throws `base::Error`.
    Rootfs(const Image& image, const Lifecycle& lifecycle);

    /// Where a file of the image is on this machine.
    std::filesystem::path file(const std::filesystem::path& absolute_path) const;

    /// Runs a command in it through the launcher, and returns all it wrote. Throws `base::Error` with that if
    /// it fails.
    std::string run(const std::vector<std::string>& command) const;

    /// What to start of it.
    struct Start {
        std::string process_type = {};  ///< empty: the image's entrypoint
        std::vector<std::string> args = {};
        base::Environment env = {};  ///< on top of the image's
    };
    /// Runs a process of the image to its end.
    Outcome run_process(const Start& start) const;
    /// Starts one that goes on: a server.
    BackgroundProcess start(const Start& start) const;

  private:
    base::Command in_root(const std::string& program, const std::vector<std::string>& args,
                          const base::Environment& env) const;
    base::Command command_of(const Start& start) const;

    WorkDirectory directory_;
    std::filesystem::path root_;
    std::string entrypoint_;
    base::Environment env_;
};

}  // namespace adder::test
