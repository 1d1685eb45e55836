#pragma once

#include <adder/base/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace adder::archive {

/// What a Zstandard frame says of itself before its contents (RFC 8878 §3.1.1.1).
struct ZstdFrame {
    std::uint64_t window_size = 0;                   ///< bytes that decoding it takes, about
    std::optional<std::uint64_t> content_size = {};  ///< decompressed
    bool has_checksum = false;

    bool operator==(const ZstdFrame&) const = default;
};

/// The most bytes a frame's header has.
inline constexpr std::size_t max_zstd_header_size = 18;

/// Nothing if the bytes do not begin with a whole header of a frame.
std::optional<ZstdFrame> zstd_frame(base::ByteSpan bytes);

}  // namespace adder::archive
