#pragma once

namespace adder::cnb {

/// The arguments of `main`.
struct Invocation {
    int argc;
    const char* const* argv;
    const char* const* envp;
};

/// What the lifecycle understands, or shows, as the outcome of a phase.
enum class ExitCode : int {
    success = 0,
    error = 1,
    detect_failed = 100,    ///< the app is not for this buildpack: no error
    unsupported_api = 254,  ///< `buildpack.toml` names an API version this framework does not speak
    unknown_program = 255,  ///< run under a name that is neither `detect` nor `build`
};

}  // namespace adder::cnb
