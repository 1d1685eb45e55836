#include "runtimes/signature.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtimes {

namespace {

constexpr std::string_view pem_begin = "-----BEGIN ";
constexpr std::string_view pem_end = "-----END ";

std::string names_of(const std::vector<base::PublicKey>& keys) {
    std::string names;
    for (const base::PublicKey& key : keys) names += "\n  " + key.base64();
    return names;
}

/// Takes the block that the text begins with, up to and with the line that ends it.
std::string_view take_pem(std::string_view& text) {
    const std::size_t end = text.find(pem_end);
    const std::size_t stop = end == std::string_view::npos ? end : text.find('\n', end);
    const std::string_view block = text.substr(0, stop);
    text.remove_prefix(block.size());
    return block;
}

std::string_view take_word(std::string_view& text) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n\f\v"));
    text.remove_prefix(word.size());
    return word;
}

}  // namespace

std::vector<base::Signature> parse_signatures(std::string_view text) {
    if (text.size() > max_signature_file_size) {
        throw base::Error{"the signature file has more than {} bytes", max_signature_file_size};
    }
    std::vector<base::Signature> signatures;
    std::size_t number = 0;
    for (std::string_view line : base::lines(text)) {
        ++number;
        line = base::trim(line);
        if (line.empty() || line.starts_with('#')) continue;
        const auto signature = base::Signature::from_base64(line);
        if (!signature)
            throw base::Error{"line {} of the signature file is no Ed25519 signature in base64", number};
        signatures.push_back(*signature);
    }
    if (signatures.empty()) throw base::Error{"the signature file holds no signature"};
    return signatures;
}

std::string sign(std::string_view index, const std::vector<base::PrivateKey>& keys) {
    std::string text;
    for (const base::PrivateKey& key : keys) {
        text += base::format("# Ed25519, public key {}\n{}\n", key.public_key().base64(),
                             key.sign(base::as_bytes(index)).base64());
    }
    return text;
}

void require_signed(std::string_view index, std::string_view signature_file,
                    const std::vector<base::PublicKey>& keys) {
    const std::vector<base::Signature> signatures = parse_signatures(signature_file);
    for (const base::PublicKey& key : keys) {
        for (const base::Signature& signature : signatures) {
            if (key.verifies(signature, base::as_bytes(index))) return;
        }
    }
    throw UntrustedIndex{
        "the index is not signed by a key that is trusted: it was changed after it was signed, or signed by "
        "another key. Trusted:{}",
        keys.empty() ? " none" : names_of(keys)};
}

std::vector<base::PublicKey> parse_public_keys(std::string_view text) {
    std::vector<base::PublicKey> keys;
    for (text = base::trim(text); !text.empty(); text = base::trim(text)) {
        const std::string_view piece = text.starts_with(pem_begin) ? take_pem(text) : take_word(text);
        keys.push_back(base::PublicKey::parse(piece));
    }
    return keys;
}

}  // namespace adder::runtimes
