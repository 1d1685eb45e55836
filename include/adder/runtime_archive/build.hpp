#pragma once

#include <adder/base/environment.hpp>
#include <adder/base/log.hpp>
#include <adder/runtimes/archive_id.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::runtime_archive {

/// How CPython is built.
struct BuildRequest {
    runtimes::ArchiveId id = {};  ///< the version, the architecture (this machine's), whether free-threaded
    std::filesystem::path tarball = {};
    bool pgo = false;  ///< profile-guided: faster by a tenth or two, many minutes more
    bool lto = false;  ///< link-time optimisation
    unsigned jobs = 1;
    std::filesystem::path work = {};      ///< an empty directory: sources and result; the caller removes it
    std::filesystem::path log_file = {};  ///< what the build's programs say; should outlive `work` on failure
};

/// Builds CPython as a tree that runs from any directory without LD_LIBRARY_PATH: shared library, found from
/// the executable's place; hardened; the same bytes from the same source wherever `work` is.
///
/// Needs `check_build_requirements` to have passed. Returns the tree, below `work`, not yet prepared or
/// tested. Throws `Error` that shows the end of the failing step's output.
std::filesystem::path build_cpython(const BuildRequest& request, const base::Environment& env,
                                    base::Log& log);

/// The arguments of CPython's `configure`.
std::vector<std::string> configure_arguments(const BuildRequest& request);

/// What dpkg-buildflags(1) says under `hardening=+all`, for the compiler and the linker of an architecture.
std::vector<std::string> hardening_compiler_flags(const std::string& arch);
std::vector<std::string> hardening_linker_flags();

/// What the index says of such a build: "pgo", "lto", "hardening".
std::vector<std::string> build_flags(const BuildRequest& request);

}  // namespace adder::runtime_archive
