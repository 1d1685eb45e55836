#pragma once

#include <adder/base/environment.hpp>
#include <adder/base/process.hpp>
#include <adder/testing/run_image.hpp>
#include <adder/testing/standard_path.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// What builds run with: https://github.com/buildpacks/lifecycle, and the image that apps are built on.
struct Lifecycle {
    /// The directory of creator, analyzer, detector, restorer, builder, exporter and launcher.
    std::filesystem::path programs;
    std::shared_ptr<const RunImage> run_image;
    /// The environment of the lifecycle and of tools: PATH, a proxy's variables. Buildpacks get of it what
    /// the lifecycle lets through.
    base::Environment env = {{"PATH", std::string{standard_path}}};
};

/// How the lifecycle's programs exit (spec: Platform API, exit codes).
namespace lifecycle_code {
inline constexpr int success = 0;
inline constexpr int failed = 1;
inline constexpr int invalid_arguments = 3;
inline constexpr int unsupported_platform_api = 11;
inline constexpr int unsupported_buildpack_api = 12;
inline constexpr int no_buildpack_detected = 20;  ///< no group passed, and none failed
inline constexpr int detection_had_errors = 21;   ///< no group passed, and at least one buildpack failed
inline constexpr int buildpack_failed = 51;       ///< its `bin/build` did not exit with 0
inline constexpr int build_error = 52;            ///< what it left behind is not acceptable
inline constexpr int export_error = 62;
inline constexpr int launch_error = 82;
}  // namespace lifecycle_code

/// What a program came to.
struct Outcome {
    int code = 0;        ///< its exit code, or 128 + the signal that ended it
    std::string output;  ///< standard output and standard error, line by line
};

/// Runs the command and waits for it. Throws `base::SystemError` if it cannot be started.
Outcome run_to_end(const base::Command& command);

/// What to start of a build, where it was built.
struct LaunchInPlace {
    std::filesystem::path layers;  ///< the layers directory, with config/metadata.toml
    std::filesystem::path app;
    std::string process_type = {};  ///< empty: `args` is a command of its own
    std::vector<std::string> args = {};
    base::Environment env = {};
    std::string platform_api = "0.15";
};

/// Starts it with the launcher, and waits for its end. No image is made, no privilege needed, and it takes
/// milliseconds; but layers that are not for launch are there as well, unlike in an image. Throws
/// `base::SystemError`.
Outcome launch_in_place(const Lifecycle& lifecycle, const LaunchInPlace& what);

}  // namespace adder::test
