#pragma once

#include "runtimes/archive_id.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// How CPython is built.
struct BuildRequest {
    runtimes::ArchiveId id = {};  ///< the version, the architecture (this machine's), whether free-threaded
    std::filesystem::path tarball = {};
    bool pgo = false;   ///< profile-guided: faster by a tenth or two, many minutes more
    bool lto = false;   ///< link-time optimisation
    bool bolt = false;  ///< the post-link optimiser of LLVM
    bool jit = false;   ///< with the experimental just-in-time compiler
    bool tail_call =
        false;  ///< the interpreter's instructions call each other instead of returning to a loop
    std::vector<std::string> configure_args = {};  ///< more arguments of `configure`, which take precedence
    unsigned jobs = 1;
    std::filesystem::path work = {};      ///< an empty directory: sources and result; the caller removes it
    std::filesystem::path log_file = {};  ///< what the build's programs say; should outlive `work` on failure
    std::stop_token stop = {};            ///< ends the programs; then `build_cpython` throws `base::Stopped`
};

}  // namespace adder::runtime_archive
