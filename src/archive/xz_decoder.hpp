#pragma once

#include <adder/base/bytes.hpp>

#include <memory>

namespace adder::archive {

/// Decompresses xz (The .xz File Format 1.2) into the next sink, which must outlive it.
///
/// Several streams, with padding between and after them, are one. Memory use is the dictionary, of at most
/// 128 MiB (`xz -9` needs 64), and about 100 kB. Throws `DamagedArchive` for a stream that is empty, corrupt,
/// cut off or followed by anything else.
class XzDecoder final : public base::ByteSink {
  public:
    explicit XzDecoder(base::ByteSink& next);
    ~XzDecoder() override;

    void write(base::ByteSpan bytes) override;

    /// Calls the next sink's `finish` once the last stream is known to be complete.
    void finish() override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adder::archive
