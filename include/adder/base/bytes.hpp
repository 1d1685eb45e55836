#pragma once

#include <adder/base/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adder::base {

using ByteSpan = std::span<const std::byte>;

inline ByteSpan as_bytes(std::string_view text) { return std::as_bytes(std::span{text.data(), text.size()}); }

inline std::string_view as_text(ByteSpan bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Receives a stream in order.
///
/// A sink that is destroyed before `finish` was called has seen an incomplete stream and must leave nothing
/// behind that could be taken for a whole one.
class ByteSink {
  public:
    ByteSink() = default;
    ByteSink(const ByteSink&) = delete;
    ByteSink& operator=(const ByteSink&) = delete;
    virtual ~ByteSink() = default;

    /// May block (that is the back-pressure); throws to stop the stream.
    virtual void write(ByteSpan bytes) = 0;

    /// Every byte has arrived: verify whatever needs the end. Called once; throws if the stream is not
    /// acceptable.
    virtual void finish() = 0;
};

/// Gives a stream in order.
class ByteSource {
  public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    /// The next bytes; empty at the end of the stream. Valid until the next call.
    virtual ByteSpan read() = 0;
};

/// Hands every byte to each of several sinks, in the order given. The sinks must outlive it.
class TeeSink final : public ByteSink {
  public:
    explicit TeeSink(std::vector<std::reference_wrapper<ByteSink>> sinks) : sinks_{std::move(sinks)} {}

    void write(ByteSpan bytes) override {
        for (ByteSink& sink : sinks_) sink.write(bytes);
    }
    void finish() override {
        for (ByteSink& sink : sinks_) sink.finish();
    }

  private:
    std::vector<std::reference_wrapper<ByteSink>> sinks_;
};

/// A stream has more bytes than were promised or are allowed.
class TooManyBytes : public Error {
  public:
    using Error::Error;
};

/// Passes a stream on. Throws `TooManyBytes` before more than `limit` bytes have passed: the rest need not be
/// waited for.
class LimitedSink final : public ByteSink {
  public:
    /// The sink must outlive it.
    LimitedSink(ByteSink& to, std::uint64_t limit) : to_{to}, limit_{limit} {}

    void write(ByteSpan bytes) override;
    void finish() override { to_.finish(); }

  private:
    ByteSink& to_;
    std::uint64_t limit_;
    std::uint64_t passed_ = 0;
};

/// Collects a stream that is known to be small. Throws `TooManyBytes` as soon as there are more than `limit`
/// bytes.
class StringSink final : public ByteSink {
  public:
    explicit StringSink(std::size_t limit) : limit_{limit} {}

    void write(ByteSpan bytes) override;
    void finish() override {}

    const std::string& text() const { return text_; }

  private:
    std::size_t limit_;
    std::string text_;
};

}  // namespace adder::base
