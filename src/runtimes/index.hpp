#pragma once

#include "runtimes/archive_id.hpp"

#include <adder/base/digest.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtimes {

/// Where an archive's contents came from.
struct Source {
    std::string name;                               ///< "Python-3.13.5.tar.xz", or a distribution's package
    std::optional<std::string> url = {};            ///< where that can be had
    std::optional<base::Sha256Digest> sha256 = {};  ///< of it, where it is one file

    bool operator==(const Source&) const = default;
};

/// One archive of an index.
struct IndexEntry {
    ArchiveId id;
    std::string file;  ///< beside the index: a plain name, see `is_plain_file_name`
    std::uint64_t size = 0;
    base::Sha256Digest sha256;
    std::vector<std::string> build_flags = {};  ///< "pgo", "lto": what sets this build apart
    std::optional<Source> source = {};
    std::optional<std::string> date = {};  ///< "2026-01-31"

    bool operator==(const IndexEntry&) const = default;
};

/// What whoever signs an index says of it as a whole, so that readers can tell it from an older one, and from
/// the one of another place.
struct IndexStamp {
    std::uint64_t serial = 0;                 ///< raised by each publication
    std::optional<std::string> expires = {};  ///< "2027-03-01", the last day on which it is to be believed
    std::string source;                       ///< the place that it is of: a URL, or a name

    bool operator==(const IndexStamp&) const = default;
};

/// The highest serial: a number that every JSON reader keeps exactly.
inline constexpr std::uint64_t max_serial = (std::uint64_t{1} << 53) - 1;

/// What a directory of archives holds: `index.json`, docs/runtime-index.schema.json.
struct Index {
    std::vector<IndexEntry> archives = {};
    std::optional<IndexStamp> stamp = {};  ///< nullopt: nobody has signed it, or an older version has

    /// What a newer version wrote and this one passed over, as "archives[2].licence": fields it does not
    /// know, and archives whose version or variant it does not know. Whoever only reads need not care;
    /// whoever writes the index again would lose it.
    std::vector<std::string> passed_over = {};

    /// Null if there is none for the file.
    const IndexEntry* find(std::string_view file) const;

    bool operator==(const Index&) const = default;
};

inline constexpr std::string_view index_file_name = "index.json";

/// Room for some ten thousand archives. Larger ones are not read, and not written.
inline constexpr std::size_t max_index_size = 16u << 20;

/// Throws `Error` that names the place ("line 3, column 7", "archives[2].target.arch") for what is no JSON or
/// not the schema, and what to do for a schema of another version.
Index parse_index(std::string_view json);

/// The same bytes for the same archives, whatever their order; `passed_over` is not written. Throws `Error`
/// for what `parse_index` would refuse.
std::string to_json(const Index& index);

}  // namespace adder::runtimes
