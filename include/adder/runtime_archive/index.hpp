#pragma once

#include <adder/base/digest.hpp>
#include <adder/runtime_archive/name.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adder::runtime_archive {

/// Where an archive's contents came from.
struct Source {
    std::string name;                          ///< "Python-3.13.5.tar.xz", or a distribution's package
    std::optional<base::Sha256Digest> sha256;  ///< of the file, where it is one

    bool operator==(const Source&) const = default;
};

/// One archive in an index (docs/runtime-archives.md has the schema).
struct IndexEntry {
    Version version;
    unsigned build = 1;
    Target target;
    std::string file;  ///< beside the index
    std::uint64_t size = 0;
    base::Sha256Digest sha256;
    std::optional<Source> source;
    std::optional<std::string> date;  ///< "2026-01-31"

    bool operator==(const IndexEntry&) const = default;
};

/// Every archive of a directory, sorted by version, build and target.
using Index = std::vector<IndexEntry>;

/// Throws `Error` on malformed JSON, an unknown schema, and anything the schema does not name: what is not
/// understood would be lost when the index is written again.
Index parse_index(std::string_view json);

/// The same bytes for the same entries, whatever their order.
std::string to_json(Index index);

struct Add {};        ///< the file is to be put in place and the index to be written
struct Unchanged {};  ///< it is all there already
struct Refuse {
    std::string reason;
};
using Publication = std::variant<Add, Unchanged, Refuse>;

/// A published archive is never replaced by different bytes: who pinned its digest, or mirrored it, relies on
/// that. `present` is the digest of the file that has the entry's name now, if there is one.
Publication decide(const Index& index, const std::optional<base::Sha256Digest>& present,
                   const IndexEntry& wanted);

/// With the entry added, in place of the one for the same file.
Index with_entry(Index index, const IndexEntry& entry);

}  // namespace adder::runtime_archive
