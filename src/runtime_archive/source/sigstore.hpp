#pragma once

#include "runtime_archive/source/release.hpp"

#include <adder/base/process.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// A file, and what should vouch for it.
struct SigstoreClaim {
    std::filesystem::path file;
    std::filesystem::path bundle;
    ReleaseManager signer;
    bool offline =
        false;  ///< trust the root that the verifying program brings, without asking for a newer one
};

/// The arguments with which the program, `sigstore` (from PyPI) or `cosign`, verifies it.
std::vector<std::string> verifier_arguments(std::string_view program, const SigstoreClaim& claim);

/// Verifies with whichever of the two programs is on PATH, `sigstore` first: keeping up with Sigstore's roots
/// and formats is theirs. Returns the program's name. Throws `Error` with its output if it does not accept
/// the bundle, and with what to install if there is neither.
std::string verify_with_sigstore(const SigstoreClaim& claim, const base::Environment& env);

}  // namespace adder::runtime_archive
