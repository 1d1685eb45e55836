#pragma once

#include <adder/base/bytes.hpp>

#include <array>
#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adder::base {

/// RFC 4648, with padding.
std::string to_base64(ByteSpan bytes);

/// An Ed25519 signature (RFC 8032).
class Signature {
  public:
    using Bytes = std::array<std::byte, 64>;

    explicit Signature(const Bytes& bytes) : bytes_{bytes} {}

    /// From base64 (RFC 4648, with padding); nothing for anything but 64 bytes in it.
    static std::optional<Signature> from_base64(std::string_view text);

    std::string base64() const;
    const Bytes& bytes() const { return bytes_; }

    auto operator<=>(const Signature&) const = default;

  private:
    Bytes bytes_;
};

/// The key that signatures are verified with.
class PublicKey {
  public:
    using Bytes = std::array<std::byte, 32>;

    explicit PublicKey(const Bytes& bytes) : bytes_{bytes} {}

    /// From base64 of the key's 32 bytes, or from PEM (`BEGIN PUBLIC KEY`, RFC 8410), as `openssl pkey
    /// -pubout` writes it. Throws `Error` for anything else, a private key included.
    static PublicKey parse(std::string_view text);

    std::string base64() const;
    std::string pem() const;

    /// Throws `Error` only if OpenSSL cannot verify at all.
    bool verifies(const Signature& signature, ByteSpan message) const;

    auto operator<=>(const PublicKey&) const = default;

  private:
    Bytes bytes_;
};

/// The key that signs. Its bytes are wiped when it is destroyed.
class PrivateKey {
  public:
    static PrivateKey generate();

    /// From PEM (`BEGIN PRIVATE KEY`, PKCS #8), as `openssl genpkey -algorithm ed25519` writes it. Throws
    /// `Error`, for an encrypted one as well: nobody is asked for a passphrase.
    static PrivateKey parse(std::string_view pem);

    ~PrivateKey();
    PrivateKey(PrivateKey&&) noexcept;
    PrivateKey& operator=(PrivateKey&&) noexcept;

    std::string pem() const;
    PublicKey public_key() const;
    Signature sign(ByteSpan message) const;

  private:
    struct State;
    explicit PrivateKey(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace adder::base
