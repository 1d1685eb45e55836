#pragma once

#include "runtime_archive/archives/vouching.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/signature.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// Where the two halves of a new key were written.
struct KeyFiles {
    std::filesystem::path private_key;  ///< PEM, readable by its owner only
    std::filesystem::path public_key;   ///< PEM
    base::PublicKey key;
};

/// Makes an Ed25519 key pair: NAME.key and NAME.pub. Throws `Error`, and leaves both as they are, if either
/// is there.
KeyFiles generate_key_files(const std::filesystem::path& name);

/// The keys in these texts. Throws `Error` naming the text's origin.
struct KeyText {
    std::string origin;
    std::string text;
};
std::vector<base::PrivateKey> parse_private_keys(const std::vector<KeyText>& texts);

/// An index that was signed.
struct SignedIndex {
    std::filesystem::path signature_file;
    runtimes::IndexStamp stamp;
};

/// Signs `index.json`, or that of a directory, with each of the keys, whatever it lists: gives it a new stamp
/// and writes the signature file beside it. Throws `Error` if that index is none, so that nothing else is
/// ever signed, and if another key's signature would be lost.
SignedIndex sign_index(const std::filesystem::path& index_or_directory, const Signing& signing);

}  // namespace adder::runtime_archive
