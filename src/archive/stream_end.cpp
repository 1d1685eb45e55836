#include "archive/stream_end.hpp"

#include <algorithm>

namespace adder::archive {

base::ByteSpan EndObserver::read() {
    const base::ByteSpan bytes = source_.read();
    const auto last =
        std::find_if(bytes.rbegin(), bytes.rend(), [](std::byte b) { return b != std::byte{0}; });
    if (last != bytes.rend()) end_of_contents_ = size_ + static_cast<std::uint64_t>(bytes.rend() - last);
    size_ += bytes.size();

    const std::size_t fresh = std::min(bytes.size(), tail_size);
    std::shift_left(tail_.begin(), tail_.end(), static_cast<std::ptrdiff_t>(fresh));
    std::ranges::copy(bytes.last(fresh), tail_.end() - static_cast<std::ptrdiff_t>(fresh));
    return bytes;
}

void EndObserver::drain() {
    while (!read().empty()) {}
}

}  // namespace adder::archive
