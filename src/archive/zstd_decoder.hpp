#pragma once

#include <adder/base/bytes.hpp>

#include <memory>

namespace adder::archive {

/// Decompresses Zstandard (RFC 8878) into the next sink, which must outlive it.
///
/// Several frames and skippable frames are one stream. Windows of up to 128 MiB are accepted, which is what
/// `zstd --long` makes; memory use is the window and about 1.2 MiB. Throws `DamagedArchive` for a stream that
/// is empty, corrupt, cut off or followed by anything else.
class ZstdDecoder final : public base::ByteSink {
  public:
    static constexpr int max_window_log = 27;

    explicit ZstdDecoder(base::ByteSink& next);
    ~ZstdDecoder() override;

    void write(base::ByteSpan bytes) override;

    /// Calls the next sink's `finish` once the last frame is known to be complete.
    void finish() override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adder::archive
