#include "archive/zstd_frame.hpp"

#include <array>

namespace adder::archive {

namespace {

constexpr std::uint32_t magic = 0xfd2fb528;

/// Reads little-endian numbers; nothing once there are too few bytes.
class Reader {
  public:
    explicit Reader(base::ByteSpan bytes) : bytes_{bytes} {}

    std::optional<std::uint64_t> number(std::size_t size) {
        if (bytes_.size() < size) return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value |= std::to_integer<std::uint64_t>(bytes_[i]) << (8 * i);
        bytes_ = bytes_.subspan(size);
        return value;
    }

  private:
    base::ByteSpan bytes_;
};

/// §3.1.1.1.2: a mantissa of three bits, in eighths of a power of two.
std::uint64_t window_from(std::uint64_t descriptor) {
    const std::uint64_t base = std::uint64_t{1} << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
}

}  // namespace

std::optional<ZstdFrame> zstd_frame(base::ByteSpan bytes) {
    Reader reader{bytes};
    if (reader.number(4) != magic) return std::nullopt;
    const auto descriptor = reader.number(1);
    if (!descriptor) return std::nullopt;
    const bool is_single_segment = (*descriptor & 0x20) != 0;

    ZstdFrame frame{.has_checksum = (*descriptor & 0x04) != 0};
    if (!is_single_segment) {
        const auto window = reader.number(1);
        if (!window) return std::nullopt;
        frame.window_size = window_from(*window);
    }
    constexpr std::array<std::size_t, 4> dictionary_sizes{0, 1, 2, 4};
    if (!reader.number(dictionary_sizes[*descriptor & 3])) return std::nullopt;

    constexpr std::array<std::size_t, 4> content_sizes{0, 2, 4, 8};
    const std::size_t flag = *descriptor >> 6;
    const std::size_t size = flag == 0 && is_single_segment ? 1 : content_sizes[flag];
    const auto content = reader.number(size);
    if (!content) return std::nullopt;
    if (size > 0) frame.content_size = size == 2 ? *content + 256 : *content;
    if (is_single_segment) frame.window_size = *content;
    return frame;
}

}  // namespace adder::archive
