#pragma once

#include "runtimes/index.hpp"

#include <optional>
#include <string>
#include <variant>

namespace adder::runtime_archive {

struct Add {};        ///< the file is to be put in place and the index to be written
struct Unchanged {};  ///< it is all there already
struct Refuse {
    std::string reason;
};
using Publication = std::variant<Add, Unchanged, Refuse>;

/// A published archive is never replaced by different bytes: who pinned its digest, or mirrored it, relies on
/// that. `present` is the digest of the file that has the entry's name now, if there is one.
Publication decide(const runtimes::Index& index, const std::optional<base::Sha256Digest>& present,
                   const runtimes::IndexEntry& wanted);

/// With the entry added, in place of the one for the same file.
runtimes::Index with_entry(runtimes::Index index, const runtimes::IndexEntry& entry);

/// An index that a newer version has written is not for this one to write: what it passed over would be lost.
/// Throws `Error` that says what that is.
void require_understood(const runtimes::Index& index);

}  // namespace adder::runtime_archive
