#pragma once

#include <adder/base/bytes.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace adder::archive {

struct ZstdOptions {
    int level = 19;       ///< 1 to 22
    int window_log = 23;  ///< 10 to 27; 27 finds repetitions up to 128 MiB apart, as `zstd --long` does
    int threads = 1;      ///< at least 1; makes no difference to the bytes

    /// The number of bytes that will be written, where it is known: lets the decoder use less memory.
    std::optional<std::uint64_t> content_size = std::nullopt;
};

/// Compresses into the next sink, which must outlive it: one Zstandard frame with a checksum. The same input
/// and options give the same bytes, whatever the number of threads.
class ZstdEncoder final : public base::ByteSink {
  public:
    ZstdEncoder(base::ByteSink& next, const ZstdOptions& options);
    ~ZstdEncoder() override;

    void write(base::ByteSpan bytes) override;
    void finish() override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adder::archive
