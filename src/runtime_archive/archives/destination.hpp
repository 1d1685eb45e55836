#pragma once

#include "fetch/fetcher.hpp"

#include <adder/base/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace adder::runtime_archive {

/// A small file of a destination, in one of its states.
struct Document {
    std::string text;
    std::string state;  ///< an ETag; empty: the destination gives none
};

/// A place that archives are published to. Every member throws `Error`.
class Destination {
  public:
    virtual ~Destination() = default;

    /// Of a file there, for messages.
    virtual std::string address_of(const std::string& name) const = 0;

    /// Throws `Error` if it is known beforehand that the file cannot be put.
    virtual void require_writable(const std::string& name) const = 0;

    /// Nothing if there is no such file. The digest takes reading it all.
    virtual std::optional<std::uint64_t> size_of(const std::string& name) = 0;
    virtual std::optional<base::Sha256Digest> digest_of(const std::string& name) = 0;
    virtual std::optional<Document> read(const std::string& name, std::size_t limit) = 0;

    /// Copies the file to one here. Throws `fetch::NotFound` if it is not there, and `base::TooManyBytes`
    /// as soon as it turns out to be longer than `limit`.
    virtual void fetch(const std::string& name, const std::filesystem::path& file, std::uint64_t limit) = 0;

    /// False if there is such a file: it stays as it is.
    virtual bool put_new(const std::string& name, const std::filesystem::path& file,
                         const fetch::Progress& progress) = 0;

    /// False if the file is no longer what it was (`before`; nothing: it was not there): it stays as it is.
    virtual bool replace(const std::string& name, const std::string& text,
                         const std::optional<Document>& before) = 0;
};

/// A directory, made if need be and held against other processes that publish to it.
std::unique_ptr<Destination> directory_destination(const std::filesystem::path& directory);

/// A server that takes PUT: files are below `directory`, which ends in '/'. With `put_urls` each file is put
/// to its own URL, and read from the directory.
std::unique_ptr<Destination> http_destination(
    const fetch::Url& directory, const fetch::FetcherOptions& options,
    std::optional<std::map<std::string, fetch::Url, std::less<>>> put_urls = std::nullopt);

}  // namespace adder::runtime_archive
