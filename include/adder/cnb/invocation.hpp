#pragma once

namespace adder::cnb {

/// The arguments of `main`.
struct Invocation {
    int argc;
    const char* const* argv;
    const char* const* envp;
};

}  // namespace adder::cnb
