#pragma once

#include <optional>
#include <string>

namespace adder::runtime_archive {

/// What the source of a release says of itself. Decisions that depend on the release ask this, not its
/// number: options come and go, also between patches.
struct SourceFacts {
    std::string configure_help = {};            ///< the output of `configure --help`
    bool has_libmpdec = false;                  ///< Modules/_decimal/libmpdec is there
    std::optional<unsigned> llvm_version = {};  ///< which LLVM its just-in-time compiler is built with
};

}  // namespace adder::runtime_archive
