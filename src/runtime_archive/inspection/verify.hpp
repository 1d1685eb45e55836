#pragma once

#include "runtimes/index.hpp"

#include <adder/base/log.hpp>
#include <adder/base/signature.hpp>

#include <filesystem>
#include <functional>
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
    std::optional<std::filesystem::path> root = {};   ///< a run image's file system, for its libraries
    runtimes::Target machine = {};                    ///< this one: only what is for it can be run here
    std::optional<std::string> not_run_because = {};  ///< nullopt: somebody vouches for what is run
};

/// The archive against its entry (null: not listed; `has_index`: there is an index that could list it), and
/// by itself: it unpacks under the buildpack's policy, runs from another directory with every module, and
/// finds its libraries in the root. Nothing of one that has failed so far is run.
///
/// Throws `Error` only for what keeps it from looking at all.
Verification verify_archive(const std::filesystem::path& archive, const runtimes::IndexEntry* entry,
                            bool has_index, const VerifyRequest& request);

/// An index and its signatures as they were read, once: what is checked is what is used. nullopt: there is no
/// such file.
struct IndexFiles {
    std::optional<std::string> index;
    std::optional<std::string> signatures;
};

/// Those of a directory.
IndexFiles read_index_files(const std::filesystem::path& directory);

/// What was looked at of an index, and the index.
struct VerifiedIndex {
    Verification verification;
    runtimes::Index index;   ///< empty if it is none
    bool is_signed = false;  ///< by one of the keys
};

/// That it is an index, that one of the keys has signed it (if there are any), and that the files are there
/// that it lists, by what `is_there` says of their names.
VerifiedIndex verify_index(const IndexFiles& files, const std::vector<base::PublicKey>& keys,
                           const std::function<bool(const std::string&)>& is_there);

}  // namespace adder::runtime_archive
