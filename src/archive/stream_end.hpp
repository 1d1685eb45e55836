#pragma once

#include <adder/base/bytes.hpp>

#include <array>
#include <cstdint>

namespace adder::archive {

/// Passes a stream on and remembers what is needed to judge its end.
class EndObserver final : public base::ByteSource {
  public:
    /// The source must outlive it.
    explicit EndObserver(base::ByteSource& source) : source_{source} {}

    base::ByteSpan read() override;

    /// Reads to the end.
    void drain();

    std::uint64_t size() const { return size_; }                        ///< bytes that have passed
    std::uint64_t end_of_contents() const { return end_of_contents_; }  ///< after it come only zeros

    static constexpr std::size_t tail_size = 22;  ///< of a zip's end record (APPNOTE 4.3.16)
    /// The last bytes that have passed; zeros before the first.
    base::ByteSpan tail() const { return tail_; }

  private:
    base::ByteSource& source_;
    std::uint64_t size_ = 0;
    std::uint64_t end_of_contents_ = 0;
    std::array<std::byte, tail_size> tail_{};
};

}  // namespace adder::archive
