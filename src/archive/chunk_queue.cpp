#include "archive/chunk_queue.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace adder::archive {

namespace {

/// Small enough for chunks to stay in the processor's cache on their way; measured beside 128 KiB and 1 MiB.
constexpr std::size_t chunk_size = 256u << 10;
constexpr std::size_t queued_chunks = 6;
constexpr std::size_t all_chunks = queued_chunks + 2;  // one being filled, one being read

}  // namespace

ChunkQueue::ChunkQueue() : full_{queued_chunks}, empty_{all_chunks} {
    for (std::size_t i = 0; i < all_chunks; ++i) empty_.push({});
}

void ChunkQueue::abandon() {
    abandoned_ = true;
    full_.close();
    empty_.close();
}

void ChunkQueue::Sink::write(base::ByteSpan bytes) {
    while (!bytes.empty()) {
        if (!filling_.bytes) {
            std::optional<Chunk> chunk = queue_.empty_.pop();
            if (!chunk || queue_.abandoned_) throw Abandoned{};
            filling_ = std::move(*chunk);
            // Memory is taken when it is first needed: small streams need one chunk.
            if (!filling_.bytes) filling_.bytes = std::make_unique_for_overwrite<std::byte[]>(chunk_size);
            filling_.size = 0;
        }
        const std::size_t count = std::min(bytes.size(), chunk_size - filling_.size);
        std::memcpy(filling_.bytes.get() + filling_.size, bytes.data(), count);
        filling_.size += count;
        bytes = bytes.subspan(count);
        if (filling_.size == chunk_size) flush();
    }
}

void ChunkQueue::Sink::flush() {
    if (!queue_.full_.push(std::exchange(filling_, {}))) throw Abandoned{};
}

void ChunkQueue::Sink::finish() {
    if (filling_.size > 0) flush();
    queue_.full_.close();
}

base::ByteSpan ChunkQueue::Source::read() {
    if (reading_.bytes) queue_.empty_.push(std::exchange(reading_, {}));
    std::optional<Chunk> chunk = queue_.full_.pop();
    if (queue_.abandoned_) throw Abandoned{};
    if (!chunk) return {};
    reading_ = std::move(*chunk);
    return {reading_.bytes.get(), reading_.size};
}

}  // namespace adder::archive
