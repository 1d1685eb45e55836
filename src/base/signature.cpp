#include "base/openssl.hpp"

#include <adder/base/error.hpp>
#include <adder/base/signature.hpp>
#include <adder/base/text.hpp>

#include <cstring>
#include <vector>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace adder::base {

namespace {

struct Free {
    void operator()(EVP_PKEY* freed) const { EVP_PKEY_free(freed); }
    void operator()(EVP_MD_CTX* freed) const { EVP_MD_CTX_free(freed); }
    void operator()(EVP_PKEY_CTX* freed) const { EVP_PKEY_CTX_free(freed); }
    void operator()(BIO* freed) const { BIO_free(freed); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;
using Memory = std::unique_ptr<BIO, Free>;

constexpr std::size_t max_pem = 16u << 10;

const unsigned char* raw(ByteSpan bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

void check(bool succeeded, std::string_view what) {
    if (succeeded) return;
    ERR_clear_error();
    throw Error{"OpenSSL cannot {} with Ed25519", what};
}

}  // namespace

std::string to_base64(ByteSpan bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL ends it with a NUL
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), raw(bytes),
                    static_cast<int>(bytes.size()));
    text.pop_back();
    return text;
}

namespace {

/// OpenSSL takes more than RFC 4648 does: what it made must be written in the same way.
template <std::size_t size>
std::optional<std::array<std::byte, size>> from_base64(std::string_view text) {
    if (text.size() != 4 * ((size + 2) / 3)) return std::nullopt;
    std::vector<unsigned char> decoded(text.size());
    const auto* encoded = reinterpret_cast<const unsigned char*>(text.data());
    if (EVP_DecodeBlock(decoded.data(), encoded, static_cast<int>(text.size())) < 0) return std::nullopt;
    std::array<std::byte, size> bytes;
    std::memcpy(bytes.data(), decoded.data(), size);
    if (to_base64(bytes) != text) return std::nullopt;
    return bytes;
}

Memory reader_of(std::string_view text) {
    use_no_openssl_configuration();
    Memory memory{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    check(memory != nullptr, "read a key");
    return memory;
}

Memory writer() {
    Memory memory{BIO_new(BIO_s_mem())};
    check(memory != nullptr, "write a key");
    return memory;
}

std::string text_in(const Memory& memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

bool is_ed25519(const Key& key) { return key && EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519; }

PublicKey::Bytes public_bytes(EVP_PKEY* key) {
    PublicKey::Bytes bytes;
    std::size_t size = bytes.size();
    check(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1 &&
              size == bytes.size(),
          "read a key");
    return bytes;
}

Key key_of(const PublicKey::Bytes& bytes) {
    use_no_openssl_configuration();
    Key key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(bytes), bytes.size())};
    check(key != nullptr, "use a key");
    return key;
}

/// Instead of OpenSSL's own way, which asks on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

std::optional<Signature> Signature::from_base64(std::string_view text) {
    const auto bytes = base::from_base64<64>(text);
    return bytes ? std::optional{Signature{*bytes}} : std::nullopt;
}

std::string Signature::base64() const { return to_base64(bytes_); }

PublicKey PublicKey::parse(std::string_view text) {
    text = trim(text);
    if (const auto bytes = from_base64<32>(text)) return PublicKey{*bytes};
    if (text.find("PRIVATE KEY-----") != std::string_view::npos) {
        throw Error{"this is a private key: signatures are verified with the public one"};
    }
    if (text.starts_with("-----BEGIN ") && text.size() <= max_pem) {
        const Key key{PEM_read_bio_PUBKEY(reader_of(text).get(), nullptr, no_passphrase, nullptr)};
        ERR_clear_error();
        if (is_ed25519(key)) return PublicKey{public_bytes(key.get())};
        if (key) throw Error{"this is a public key of another kind than Ed25519"};
    }
    throw Error{"'{}' is no public key: neither PEM nor the base64 of 32 bytes", printable(text, 60)};
}

std::string PublicKey::base64() const { return to_base64(bytes_); }

std::string PublicKey::pem() const {
    const Memory memory = writer();
    check(PEM_write_bio_PUBKEY(memory.get(), key_of(bytes_).get()) == 1, "write a key");
    return text_in(memory);
}

bool PublicKey::verifies(const Signature& signature, ByteSpan message) const {
    const Key key = key_of(bytes_);
    const Context context{EVP_MD_CTX_new()};
    check(context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1,
          "verify");
    const int result = EVP_DigestVerify(context.get(), raw(signature.bytes()), signature.bytes().size(),
                                        raw(message), message.size());
    ERR_clear_error();
    return result == 1;
}

struct PrivateKey::State {
    Key key;
};

PrivateKey::PrivateKey(std::unique_ptr<State> state) : state_{std::move(state)} {}
PrivateKey::~PrivateKey() = default;
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;

PrivateKey PrivateKey::generate() {
    use_no_openssl_configuration();
    const std::unique_ptr<EVP_PKEY_CTX, Free> context{EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr)};
    EVP_PKEY* made = nullptr;
    check(context && EVP_PKEY_keygen_init(context.get()) == 1 && EVP_PKEY_keygen(context.get(), &made) == 1,
          "make a key");
    return PrivateKey{std::make_unique<State>(State{Key{made}})};
}

PrivateKey PrivateKey::parse(std::string_view pem) {
    if (pem.find("ENCRYPTED") != std::string_view::npos) {
        throw Error{"the private key is encrypted: decrypt it first, as with openssl pkey -in KEY -out KEY"};
    }
    if (pem.size() > max_pem) throw Error{"this is no private key: it is too large"};
    Key key{PEM_read_bio_PrivateKey(reader_of(pem).get(), nullptr, no_passphrase, nullptr)};
    ERR_clear_error();
    if (!key) throw Error{"this is no private key in PEM"};
    if (!is_ed25519(key)) throw Error{"this is a private key of another kind than Ed25519"};
    return PrivateKey{std::make_unique<State>(State{std::move(key)})};
}

std::string PrivateKey::pem() const {
    const Memory memory = writer();
    check(PEM_write_bio_PKCS8PrivateKey(memory.get(), state_->key.get(), nullptr, nullptr, 0, nullptr,
                                        nullptr) == 1,
          "write a key");
    return text_in(memory);
}

PublicKey PrivateKey::public_key() const { return PublicKey{public_bytes(state_->key.get())}; }

Signature PrivateKey::sign(ByteSpan message) const {
    const Context context{EVP_MD_CTX_new()};
    Signature::Bytes bytes;
    std::size_t size = bytes.size();
    check(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) == 1 &&
              EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size,
                             raw(message), message.size()) == 1 &&
              size == bytes.size(),
          "sign");
    return Signature{bytes};
}

}  // namespace adder::base
