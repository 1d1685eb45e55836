#pragma once

#include "runtime_archive/archives/keys.hpp"
#include "runtime_archive/archives/pack.hpp"
#include "runtime_archive/archives/publish.hpp"
#include "runtime_archive/archives/reindex.hpp"
#include "runtime_archive/inspection/inspect.hpp"
#include "runtime_archive/inspection/verify.hpp"

#include <string>
#include <vector>

namespace adder::runtime_archive {

// What `--json` prints: one document for each command. Archives have the form that they have in index.json.

std::string json_of(const PackedArchive& packed);
std::string json_of(const std::vector<runtimes::IndexEntry>& entries);
std::string json_of(const Reindexed& reindexed);
std::string json_of(const KeyFiles& keys);
std::string json_of(const Published& published);
std::string json_of(const std::vector<Verification>& verifications);

/// `show`: either part may be unknown.
std::string json_of(const runtimes::IndexEntry* entry, const ArchiveSummary* summary);

/// `sign`
std::string json_of_signature(const SignedIndex& made, const std::vector<base::PublicKey>& keys);

}  // namespace adder::runtime_archive
