#include "base/openssl.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/files.hpp>

#include <optional>
#include <stdexcept>

#include <openssl/evp.h>

namespace adder::base {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Sha256Digest Sha256Digest::parse(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with("sha256:")) digits.remove_prefix(7);
    Bytes bytes;
    if (digits.size() != 2 * bytes.size()) throw Error{"'{}' is not a SHA-256 digest", text};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hex_value(digits[2 * i]);
        const int low = hex_value(digits[2 * i + 1]);
        if (high < 0 || low < 0) throw Error{"'{}' is not a SHA-256 digest", text};
        bytes[i] = static_cast<std::byte>(high << 4 | low);
    }
    return Sha256Digest{bytes};
}

std::string Sha256Digest::hex() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes_.size());
    for (const std::byte byte : bytes_) {
        text += digits[std::to_integer<unsigned>(byte) >> 4];
        text += digits[std::to_integer<unsigned>(byte) & 0xf];
    }
    return text;
}

DigestMismatch::DigestMismatch(const Sha256Digest& expected, const Sha256Digest& actual)
    : Error{"the SHA-256 is {}, not {}", actual.hex(), expected.hex()},
      expected_{expected},
      actual_{actual} {}

struct Sha256Sink::State {
    struct Free {
        void operator()(EVP_MD_CTX* freed) const { EVP_MD_CTX_free(freed); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
    std::optional<Sha256Digest> digest;
};

Sha256Sink::Sha256Sink() : state_{std::make_unique<State>()} {
    use_no_openssl_configuration();
    if (!state_->context || EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) {
        throw Error{"OpenSSL cannot compute SHA-256"};
    }
}

Sha256Sink::~Sha256Sink() = default;

void Sha256Sink::write(ByteSpan bytes) {
    if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
        throw Error{"OpenSSL cannot compute SHA-256"};
    }
}

void Sha256Sink::finish() {
    Sha256Digest::Bytes bytes;
    if (EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char*>(bytes.data()), nullptr) !=
        1) {
        throw Error{"OpenSSL cannot compute SHA-256"};
    }
    state_->digest = Sha256Digest{bytes};
}

const Sha256Digest& Sha256Sink::digest() const {
    if (!state_->digest) throw std::logic_error("the digest of an unfinished stream was asked for");
    return *state_->digest;
}

Sha256Digest sha256(std::string_view text) {
    Sha256Sink sink;
    sink.write(as_bytes(text));
    sink.finish();
    return sink.digest();
}

Sha256Digest sha256_of_file(const std::filesystem::path& file) {
    Sha256Sink sink;
    copy_file_into(file, sink);
    sink.finish();
    return sink.digest();
}

}  // namespace adder::base
