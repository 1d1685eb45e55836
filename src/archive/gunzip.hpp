#pragma once

#include <adder/base/bytes.hpp>

#include <memory>

namespace adder::archive {

/// Decompresses gzip (RFC 1952) as it is read. Throws `DamagedArchive` for what is no gzip, cut off, or
/// followed by anything but zeros.
class GunzipSource final : public base::ByteSource {
  public:
    /// The source must outlive it.
    explicit GunzipSource(base::ByteSource& compressed);
    ~GunzipSource() override;

    base::ByteSpan read() override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adder::archive
