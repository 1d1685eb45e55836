#pragma once

#include "runtime_archive/archives/stamp.hpp"
#include "runtimes/index.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/signature.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace adder::runtime_archive {

/// Who vouches for an index from now on.
struct Signing {
    std::vector<base::PrivateKey> keys = {};    ///< none: nothing is signed
    std::vector<base::PublicKey> retired = {};  ///< whose signatures the index may lose
    StampWish stamp = {};
    /// Entries that none of the keys has signed before are signed with the rest.
    bool adopts_unsigned = false;
};

/// An index as it stands somewhere, and the signatures beside it: anybody may have written either.
struct StandingIndex {
    std::string text;
    std::vector<runtimes::NamedSignature> signatures = {};
};

/// True if one of the keys has signed the index.
bool is_signed_by_any(const StandingIndex& standing, const std::vector<base::PublicKey>& keys);

/// The entries of the index that are not among the given ones, in every detail.
std::vector<runtimes::IndexEntry> entries_beside(const runtimes::Index& index,
                                                 const std::vector<runtimes::IndexEntry>& given);

/// Whose signatures of the index another text would lose, for messages: all but those by `staying`. A
/// signature that does not say whose it is counts unless one of these keys made it.
std::vector<std::string> signers_beside(const StandingIndex& standing,
                                        const std::vector<base::PublicKey>& staying);

/// Throws `Error` if another text would lose the signature of anyone but the retired. `address` is the
/// index's, for the message.
void require_no_signer_lost(const std::string& address, const StandingIndex& standing,
                            std::vector<base::PublicKey> staying,
                            const std::vector<base::PublicKey>& retired);

/// The signature file to put before a new index takes the standing one's place: it serves readers of both.
/// Of the signatures that stand there those by `retired` go, and the least useful beyond some number.
std::vector<runtimes::NamedSignature> with_standing(std::vector<runtimes::NamedSignature> fresh,
                                                    const StandingIndex& standing,
                                                    const std::vector<base::PublicKey>& retired);

/// The public halves.
std::vector<base::PublicKey> public_keys_of(const std::vector<base::PrivateKey>& keys);

/// A line for each entry: its file and its SHA-256.
std::vector<std::string> lines_for(const std::vector<runtimes::IndexEntry>& entries);

}  // namespace adder::runtime_archive
