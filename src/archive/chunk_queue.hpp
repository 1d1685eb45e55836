#pragma once

#include <adder/base/bytes.hpp>
#include <adder/base/queue.hpp>

#include <atomic>
#include <cstddef>
#include <memory>

namespace adder::archive {

/// A stream from one thread to another in chunks of 256 KiB, of which there are never more than a few: they
/// go round between the two threads.
class ChunkQueue {
  public:
    /// What the other side sees once this side has given up.
    struct Abandoned {};

    ChunkQueue();

    /// The writing thread's end. `write` throws `Abandoned` once nobody reads any more.
    base::ByteSink& sink() { return sink_; }

    /// The reading thread's end. `read` throws `Abandoned` if the stream was abandoned before its end.
    base::ByteSource& source() { return source_; }

    /// Either thread: the stream ends here, for no good reason.
    void abandon();

  private:
    struct Chunk {
        std::unique_ptr<std::byte[]> bytes;
        std::size_t size = 0;
    };

    class Sink final : public base::ByteSink {
      public:
        explicit Sink(ChunkQueue& queue) : queue_{queue} {}
        void write(base::ByteSpan bytes) override;
        void finish() override;

      private:
        void flush();
        ChunkQueue& queue_;
        Chunk filling_;
    };

    class Source final : public base::ByteSource {
      public:
        explicit Source(ChunkQueue& queue) : queue_{queue} {}
        base::ByteSpan read() override;

      private:
        ChunkQueue& queue_;
        Chunk reading_;
    };

    base::BoundedQueue<Chunk> full_;
    base::BoundedQueue<Chunk> empty_;
    std::atomic<bool> abandoned_ = false;
    Sink sink_{*this};
    Source source_{*this};
};

}  // namespace adder::archive
