#pragma once

#include "archive/errors.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace adder::archive {

enum class EntryKind { file, directory, symlink, hardlink, other };

/// One entry as the archive describes it: nothing in it is to be believed.
struct Entry {
    std::string path;
    EntryKind kind = EntryKind::file;
    std::uint64_t size = 0;  ///< as declared; 0 when the format does not say beforehand
    unsigned mode = 0644;
    std::string link_target;  ///< of symlinks and hardlinks
};

struct Limits {
    std::uint64_t entries = 100'000;  ///< headers, and also what they make, parents included
    std::uint64_t file_bytes = 1ull << 30;
    std::uint64_t total_bytes = 4ull << 30;
    std::uint64_t ratio = 250;  ///< unpacked bytes for one packed byte, beyond `ratio_free_bytes`
    std::uint64_t ratio_free_bytes = 64ull << 20;
    std::size_t path_bytes = 1024;
    std::size_t name_bytes = 255;  ///< one component
    std::size_t depth = 64;
};

// What to do with an entry. Every path is relative to the root, normalised and free of "." and "..".
struct Skip {
    bool operator==(const Skip&) const = default;
};
struct MakeDirectory {
    std::string path;
    bool operator==(const MakeDirectory&) const = default;
};
struct WriteFile {
    std::string path;
    bool executable;
    bool operator==(const WriteFile&) const = default;
};
/// To be made after everything else, so that no symbolic link exists while files are written.
struct MakeSymlink {
    std::string path;
    std::string target;
    bool operator==(const MakeSymlink&) const = default;
};
struct MakeHardlink {
    std::string path;
    std::string existing;  ///< a regular file that was written before
    bool operator==(const MakeHardlink&) const = default;
};
using Action = std::variant<Skip, MakeDirectory, WriteFile, MakeSymlink, MakeHardlink>;

/// Decides what becomes of each entry of one archive. No effects: only what it has seen.
///
/// 1. Paths are UTF-8, relative, without `..`, empty components or control characters, and not too long.
/// 2. Files, directories, symbolic links, and hard links to a file written before; nothing else.
/// 3. Every path once (directories may repeat), and never below something that is no directory.
/// 4. Symbolic links point inside the root. `..` may only begin a target: behind another link it would climb
///    from wherever that one leads.
/// 5. Of the mode only the executable bit counts: no setuid, no owner, no other permissions.
/// 6. No more entries and bytes than the limits allow.
class ExtractionPolicy {
  public:
    /// `strip` leading components of every path are dropped; entries that have no more are skipped.
    explicit ExtractionPolicy(const Limits& limits, std::size_t strip = 0);

    /// Throws `UnsafeArchive`.
    Action check(const Entry& entry);

    /// Counts `bytes` of the current file as they are written. Throws `UnsafeArchive` beyond a limit.
    void count(std::uint64_t bytes);

    std::uint64_t entries() const { return entries_; }
    std::uint64_t bytes() const { return total_bytes_; }

  private:
    Action decide(const Entry& entry, const std::string& path);
    void add(const std::string& path, EntryKind kind);
    void add_parents(const std::string& path);
    void require_room(const std::string& path) const;
    void check_symlink(const Entry& entry, const std::string& path) const;

    Limits limits_;
    std::size_t strip_;
    std::unordered_map<std::string, EntryKind> seen_;
    std::string current_;
    std::uint64_t entries_ = 0;
    std::uint64_t total_bytes_ = 0;
    std::uint64_t file_bytes_ = 0;
};

/// Throws `UnsafeArchive` if so much came out of so little. Called while unpacking, with the amounts so far.
void check_expansion(const Limits& limits, std::uint64_t packed, std::uint64_t unpacked);

}  // namespace adder::archive
