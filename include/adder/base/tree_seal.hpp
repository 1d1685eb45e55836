#pragma once

#include <adder/base/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adder::base {

/// What a directory held at one moment, to tell later what became different: nothing that runs as the same
/// user can hide a change.
class TreeSeal {
  public:
    /// How a file is known again.
    enum class By {
        digest,  ///< SHA-256 of its contents: certain everywhere, and as fast as files are read
        /// The time of its last change (ctime), which no program can set. Where the file system keeps no such
        /// time, or not for files that are written through memory, the digest is taken after all.
        change_time,
    };

    /// Of everything below `directory`, which need not exist. Throws `SystemError`.
    static TreeSeal of(std::filesystem::path directory, By by);

    const std::filesystem::path& directory() const { return directory_; }

    /// The paths below the directory, sorted, that are not what they were: changed, gone or new. Of
    /// directories only that they are there counts. Throws `SystemError`.
    std::vector<std::string> broken() const;

    /// Whether something was there when it was sealed.
    bool had(const std::string& path) const { return entries_.contains(path); }

  private:
    struct Entry {
        std::uint32_t mode = 0;  ///< with the kind
        std::uint64_t size = 0;
        std::int64_t changed_seconds = 0;  ///< 0 where the digest counts
        std::int64_t changed_nanoseconds = 0;
        std::string contents;  ///< the digest of a file, what a link says; empty where the time counts

        bool operator==(const Entry&) const = default;
    };
    using Entries = std::map<std::string, Entry>;

    static Entries entries_of(const std::filesystem::path& directory, By by);

    TreeSeal(std::filesystem::path directory, By by, Entries entries)
        : directory_{std::move(directory)}, by_{by}, entries_{std::move(entries)} {}

    std::filesystem::path directory_;
    By by_;
    Entries entries_;
};

/// Whether the file system of `directory` gives a file a new time of change whenever its contents change, be
/// it through a mapping: tmpfs does not. Tries it out, which takes some milliseconds; what was changed before
/// has another time than what is changed after. Throws `SystemError`.
bool keeps_change_times(const std::filesystem::path& directory);

}  // namespace adder::base
