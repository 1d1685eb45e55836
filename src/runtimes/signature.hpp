#pragma once

#include <adder/base/error.hpp>
#include <adder/base/signature.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtimes {

/// Beside the index: signatures of its exact bytes.
///
/// One line for each signature, the base64 of its 64 bytes; lines that begin with '#' say something to
/// people. Several, so that a publisher can move from one key to the next while some readers know only the
/// old one.
inline constexpr std::string_view signature_file_name = "index.json.sig";
inline constexpr std::size_t max_signature_file_size = 64u << 10;

/// No signature is by a key that is trusted.
class UntrustedIndex : public base::Error {
  public:
    using Error::Error;
};

/// Throws `Error` that names the line for what is no such file, or holds no signature.
std::vector<base::Signature> parse_signatures(std::string_view text);

/// A signature, and whose the comment above it says it is: a claim, until `is_of` has checked it.
struct NamedSignature {
    base::Signature signature;
    std::optional<base::PublicKey> key = {};

    /// True if the named key has signed the text.
    bool is_of(std::string_view index) const;

    bool operator==(const NamedSignature&) const = default;
};

/// Throws as `parse_signatures` does. A comment that names no key is passed over.
std::vector<NamedSignature> parse_named_signatures(std::string_view text);

/// One signature by each key.
std::vector<NamedSignature> signatures_by(const std::vector<base::PrivateKey>& keys, std::string_view index);

/// The file with these signatures.
std::string to_text(const std::vector<NamedSignature>& signatures);

/// A file with the signature of each key.
std::string sign(std::string_view index, const std::vector<base::PrivateKey>& keys);

/// Throws `UntrustedIndex` unless one of the signatures in the file's text is of these bytes and by one of
/// the keys; what is wrong with the file itself is an `Error`.
void require_signed(std::string_view index, std::string_view signature_file,
                    const std::vector<base::PublicKey>& keys);

/// Any number of public keys: each in base64, separated by white space, or in PEM. Throws `Error` naming what
/// is none.
std::vector<base::PublicKey> parse_public_keys(std::string_view text);

}  // namespace adder::runtimes
