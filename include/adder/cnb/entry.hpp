#pragma once

#include <adder/cnb/context.hpp>
#include <adder/cnb/invocation.hpp>

namespace adder::cnb {

/// The whole of `bin/detect`: gathers the context from environment (or, from platforms that predate it, from
/// the arguments), calls `detect`, writes the build plan. Everything thrown becomes text and an exit code
/// here and nowhere else.
///
/// Of the environment it reads, besides the contract's variables: `BP_LOG_LEVEL` (error, warning, info,
/// debug), `NO_COLOR`, and `BP_TELEMETRY_DIR` (a directory to which a trace of the phase is added, see
/// telemetry.hpp).
int detect_main(const Invocation& invocation, const DetectFunction& detect);

/// The whole of `bin/build`: the same for the build phase; writes `launch.toml`, `build.toml`, `store.toml`
/// and SBOMs. Throws nothing; a result that the lifecycle would refuse is a fault of the program, reported as
/// such.
int build_main(const Invocation& invocation, const BuildFunction& build);

/// Both in one program, which is `bin/detect` or `bin/build` by the name it is run under (one of them may be
/// a link to the other).
int buildpack_main(const Invocation& invocation, const DetectFunction& detect, const BuildFunction& build);

}  // namespace adder::cnb
