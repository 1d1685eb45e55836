#include "runtime_archive/archives/vouching.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::runtime_archive {

namespace {

using runtimes::NamedSignature;

/// Two publishers may each have put signatures for an index that they are about to put: none of these is to
/// be lost. The file stays small all the same.
constexpr std::size_t most_standing_signatures = 16;

/// Whatever the signature says of its maker.
bool is_by_any(const NamedSignature& signature, std::string_view text,
               const std::vector<base::PublicKey>& keys) {
    return std::ranges::any_of(keys, [&](const base::PublicKey& key) {
        return signature.key == key || key.verifies(signature.signature, base::as_bytes(text));
    });
}

}  // namespace

bool is_signed_by_any(const StandingIndex& standing, const std::vector<base::PublicKey>& keys) {
    return std::ranges::any_of(keys, [&](const base::PublicKey& key) {
        return std::ranges::any_of(standing.signatures, [&](const NamedSignature& named) {
            return key.verifies(named.signature, base::as_bytes(standing.text));
        });
    });
}

std::vector<runtimes::IndexEntry> entries_beside(const runtimes::Index& index,
                                                 const std::vector<runtimes::IndexEntry>& given) {
    std::vector<runtimes::IndexEntry> beside = index.archives;
    std::erase_if(beside, [&](const runtimes::IndexEntry& entry) {
        return std::ranges::find(given, entry) != given.end();
    });
    return beside;
}

std::vector<std::string> signers_beside(const StandingIndex& standing,
                                        const std::vector<base::PublicKey>& staying) {
    std::vector<std::string> signers;
    for (const NamedSignature& named : standing.signatures) {
        if (is_by_any(named, standing.text, staying)) continue;
        if (!named.key) {
            signers.push_back("a key that the signature file does not name");
        } else if (named.is_of(standing.text)) {
            signers.push_back(named.key->base64());
        }  // else it is of an index that was there before
    }
    return signers;
}

void require_no_signer_lost(const std::string& address, const StandingIndex& standing,
                            std::vector<base::PublicKey> staying,
                            const std::vector<base::PublicKey>& retired) {
    staying.insert(staying.end(), retired.begin(), retired.end());
    const std::vector<std::string> lost = signers_beside(standing, staying);
    if (lost.empty()) return;
    throw base::Error{
        "{} is also signed by:\n  {}\nReaders that trust only this key would refuse the new index. Name it "
        "with --key as well or, once no reader needs it, name its public key with --retire",
        address, base::join(lost, "\n  ")};
}

std::vector<NamedSignature> with_standing(std::vector<NamedSignature> fresh, const StandingIndex& standing,
                                          const std::vector<base::PublicKey>& retired) {
    std::vector<NamedSignature> kept;
    for (const NamedSignature& named : standing.signatures) {
        const bool is_fresh = std::ranges::any_of(
            fresh, [&](const NamedSignature& other) { return other.signature == named.signature; });
        if (!is_fresh && !is_by_any(named, standing.text, retired)) kept.push_back(named);
    }
    std::ranges::stable_partition(
        kept, [&](const NamedSignature& named) { return !named.key || named.is_of(standing.text); });
    if (kept.size() > most_standing_signatures) {
        kept.erase(kept.begin() + most_standing_signatures, kept.end());
    }
    fresh.insert(fresh.end(), kept.begin(), kept.end());
    return fresh;
}

std::vector<base::PublicKey> public_keys_of(const std::vector<base::PrivateKey>& keys) {
    std::vector<base::PublicKey> halves;
    for (const base::PrivateKey& key : keys) halves.push_back(key.public_key());
    return halves;
}

std::vector<std::string> lines_for(const std::vector<runtimes::IndexEntry>& entries) {
    std::vector<std::string> lines;
    for (const runtimes::IndexEntry& entry : entries) {
        lines.push_back(base::format("{}  SHA-256 {}", entry.file, entry.sha256.hex()));
    }
    return lines;
}

}  // namespace adder::runtime_archive
