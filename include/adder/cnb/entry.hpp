#pragma once

#include <adder/cnb/context.hpp>

namespace adder::cnb {

/// What the lifecycle understands, or shows, as the outcome of a phase.
enum class ExitCode : int {
    success = 0,
    error = 1,
    detect_failed = 100,    ///< the app is not for this buildpack: no error
    unsupported_api = 254,  ///< `buildpack.toml` names an API version this framework does not speak
};

/// The arguments of `main`.
struct Invocation {
    int argc;
    const char* const* argv;
    const char* const* envp;
};

/// The whole of `bin/detect`: gathers the context from environment (or, from platforms that predate it, from
/// the arguments), calls `detect`, writes the build plan. Everything thrown becomes text and an exit code
/// here and nowhere else.
int detect_main(const Invocation& invocation, const DetectFunction& detect);

/// The whole of `bin/build`: the same for the build phase; writes `launch.toml` and `store.toml`.
int build_main(const Invocation& invocation, const BuildFunction& build);

}  // namespace adder::cnb
