#pragma once

#include <adder/base/bytes.hpp>
#include <adder/base/error.hpp>

#include <array>
#include <compare>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace adder::base {

/// A SHA-256 digest; printed and parsed as 64 lower-case hexadecimal digits.
class Sha256Digest {
  public:
    using Bytes = std::array<std::byte, 32>;

    explicit Sha256Digest(const Bytes& bytes) : bytes_{bytes} {}

    /// Accepts upper case and a leading `sha256:`. Throws `Error` on anything that is not 64 hexadecimal
    /// digits.
    static Sha256Digest parse(std::string_view text);

    std::string hex() const;
    auto operator<=>(const Sha256Digest&) const = default;

  private:
    Bytes bytes_;
};

/// The bytes are not the promised ones.
class DigestMismatch : public Error {
  public:
    DigestMismatch(const Sha256Digest& expected, const Sha256Digest& actual);

    const Sha256Digest& expected() const { return expected_; }
    const Sha256Digest& actual() const { return actual_; }

  private:
    Sha256Digest expected_;
    Sha256Digest actual_;
};

/// Computes the SHA-256 of a stream as it passes.
class Sha256Sink final : public ByteSink {
  public:
    Sha256Sink();
    ~Sha256Sink() override;

    void write(ByteSpan bytes) override;
    void finish() override;

    /// Only after `finish`.
    const Sha256Digest& digest() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

Sha256Digest sha256(std::string_view text);
Sha256Digest sha256_of_file(const std::filesystem::path& file);

}  // namespace adder::base
