#pragma once

#include <adder/base/environment.hpp>
#include <adder/base/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::fetch {

/// The certificate authorities that servers are verified against.
struct Trust {
    std::filesystem::path file;                      ///< a PEM bundle; empty: none
    std::vector<std::filesystem::path> directories;  ///< hashed as `openssl rehash` does; used beside `file`

    /// One file with all of it, for tools that know files only; empty when there is only a directory.
    std::filesystem::path bundle;

    std::string origin;                        ///< where it was found, for messages
    std::vector<std::filesystem::path> tried;  ///< when nothing was found: where it was looked for

    bool found() const { return !file.empty() || !directories.empty(); }

    /// "SSL_CERT_FILE (/certs/ca.pem)", for messages.
    std::string describe() const;
};

/// Finds the CA store: SSL_CERT_FILE and SSL_CERT_DIR (a ':' list) → CURL_CA_BUNDLE → the places where
/// distributions keep theirs, below `root`. A directory is preferred where there is one: looking up one
/// certificate takes a fraction of the time of parsing all.
///
/// Throws `Error` naming the variable if one is set but of no use. Finding nothing is not an error yet: a
/// build that reads only files needs no CA, and `Fetcher` explains when it does.
Trust find_trust(const base::Environment& environment, const std::filesystem::path& root = "/");

/// A text that should hold certificates, and where it is from, for messages.
struct PemText {
    std::string origin;
    std::string text;
};

/// There is no certificate in a `PemText`.
class NoCertificate : public base::Error {
  public:
    using Error::Error;
};

/// Writes everything in `trust` and the certificates in `more` to the file `bundle`, and returns the trust
/// that uses it. Throws `NoCertificate`, and `Error` for what cannot be read or written.
Trust with_certificates(const Trust& trust, const std::vector<PemText>& more,
                        const std::filesystem::path& bundle);

/// The variables that make uv, pip, Poetry, requests, curl and git trust the same: SSL_CERT_FILE,
/// SSL_CERT_DIR, REQUESTS_CA_BUNDLE, PIP_CERT, CURL_CA_BUNDLE, GIT_SSL_CAINFO, except those `environment`
/// sets: what the user chose wins.
base::Environment tool_variables(const Trust& trust, const base::Environment& environment);

}  // namespace adder::fetch
