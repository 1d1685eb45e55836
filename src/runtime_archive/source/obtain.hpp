#pragma once

#include "fetch/fetcher.hpp"
#include "runtimes/index.hpp"

#include <adder/base/log.hpp>

#include <filesystem>
#include <string>

namespace adder::runtime_archive {

/// A file that something is made from, as it is at hand.
struct Obtained {
    std::filesystem::path file;
    runtimes::Source source;  ///< its name, digest, and URL if it came from one
    bool from_network = false;
};

/// Fetches a URL into the directory, under its own name; a file is left where it is. Throws `Error`.
Obtained obtain(const std::string& file_or_url, const std::filesystem::path& directory,
                const fetch::FetcherOptions& network, base::Log& log);

/// The last part of the URL's path, percent-decoded where it holds '+'. Throws `Error` if that is no plain
/// name of a file.
std::string file_name_of(const fetch::Url& url);

/// The URL as an index may show it: nothing for a file's, and for one with credentials or a query, which may
/// hold some.
std::optional<std::string> public_text(const fetch::Url& url);

/// Throws `DigestMismatch` unless the file has the digest.
void require_digest(const Obtained& obtained, const base::Sha256Digest& expected);

}  // namespace adder::runtime_archive
