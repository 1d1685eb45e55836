#include "runtimes/signature.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <utility>

namespace adder::runtimes {

namespace {

constexpr std::string_view pem_begin = "-----BEGIN ";
constexpr std::string_view pem_end = "-----END ";

constexpr std::string_view name_start = "# Ed25519, public key ";

/// nullopt for any other comment.
std::optional<base::PublicKey> key_named_by(std::string_view comment) {
    if (!comment.starts_with(name_start)) return std::nullopt;
    try {
        return base::PublicKey::parse(comment.substr(name_start.size()));
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

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

bool NamedSignature::is_of(std::string_view index) const {
    return key && key->verifies(signature, base::as_bytes(index));
}

std::vector<NamedSignature> parse_named_signatures(std::string_view text) {
    if (text.size() > max_signature_file_size) {
        throw base::Error{"the signature file has more than {} bytes", max_signature_file_size};
    }
    std::vector<NamedSignature> signatures;
    std::optional<base::PublicKey> name;
    std::size_t number = 0;
    for (std::string_view line : base::lines(text)) {
        ++number;
        line = base::trim(line);
        if (line.empty()) continue;
        if (line.starts_with('#')) {
            name = key_named_by(line);
            continue;
        }
        const auto signature = base::Signature::from_base64(line);
        if (!signature)
            throw base::Error{"line {} of the signature file is no Ed25519 signature in base64", number};
        signatures.push_back({*signature, std::exchange(name, std::nullopt)});
    }
    if (signatures.empty()) throw base::Error{"the signature file holds no signature"};
    return signatures;
}

std::vector<base::Signature> parse_signatures(std::string_view text) {
    std::vector<base::Signature> signatures;
    for (const NamedSignature& named : parse_named_signatures(text)) signatures.push_back(named.signature);
    return signatures;
}

std::vector<NamedSignature> signatures_by(const std::vector<base::PrivateKey>& keys, std::string_view index) {
    std::vector<NamedSignature> signatures;
    for (const base::PrivateKey& key : keys) {
        signatures.push_back({key.sign(base::as_bytes(index)), key.public_key()});
    }
    return signatures;
}

std::string to_text(const std::vector<NamedSignature>& signatures) {
    std::string text;
    for (const NamedSignature& named : signatures) {
        if (named.key) text += base::format("{}{}\n", name_start, named.key->base64());
        text += named.signature.base64() + "\n";
    }
    return text;
}

std::string sign(std::string_view index, const std::vector<base::PrivateKey>& keys) {
    return to_text(signatures_by(keys, index));
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
