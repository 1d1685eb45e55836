#pragma once

#include "runtimes/index.hpp"

#include <adder/base/log.hpp>
#include <adder/base/signature.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace adder::runtime_archive {

enum class Outcome {
    passed,
    failed,
    skipped,  ///< could not be looked at, for the reason given
};

/// One thing that was looked at.
struct Check {
    std::string name;
    Outcome outcome = Outcome::passed;
    std::string detail;  ///< what was seen, or why it was not looked at; may have several lines
};

/// All that was looked at of one file.
struct Verification {
    std::string file;
    std::vector<Check> checks;

    /// What was skipped does not count against it.
    bool is_fit() const;
};

struct VerifyRequest {
    std::optional<std::filesystem::path> root = {};  ///< a run image's file system, for its libraries
    runtimes::Target machine = {};                   ///< this one: only what is for it can be run here
};

/// The archive against its entry (null: not listed; `has_index`: there is an index that could list it), and
/// by itself: it unpacks under the buildpack's policy, runs from another directory with every module, and
/// finds its libraries in the root.
///
/// Throws `Error` only for what keeps it from looking at all.
Verification verify_archive(const std::filesystem::path& archive, const runtimes::IndexEntry* entry,
                            bool has_index, const VerifyRequest& request);

/// A directory's index.json: that it is one, that one of the keys has signed it (if there are any), and that
/// it and the directory hold the same files.
Verification verify_index(const std::filesystem::path& directory, const std::vector<base::PublicKey>& keys);

}  // namespace adder::runtime_archive
