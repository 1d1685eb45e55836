#pragma once

#include <cstdint>
#include <string>

namespace adder::archive {

/// What the header of a tar entry says here. Owners are 0, and there are no names of owners.
struct TarEntry {
    enum class Type : char { file = '0', symlink = '2', directory = '5' };

    std::string path;  ///< a directory's ends in '/'
    Type type = Type::file;
    std::uint64_t size = 0;
    unsigned mode = 0644;
    std::int64_t mtime = 0;  ///< seconds since 1970, not negative
    std::string link_target;
};

inline constexpr std::size_t tar_block_size = 512;

/// The number of bytes that fill the last block of so many.
std::size_t tar_padding(std::uint64_t size);

/// The entry's header as POSIX.1-2017 `pax` describes: ustar, preceded by an extended header where path, link
/// or size do not fit. A whole number of blocks; the same entry gives the same bytes.
std::string tar_header(const TarEntry& entry);

}  // namespace adder::archive
