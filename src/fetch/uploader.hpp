#pragma once

#include "fetch/fetcher.hpp"

#include <adder/base/error.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adder::fetch {

/// What a server says of something it has.
struct Stored {
    std::optional<std::uint64_t> size;  ///< in bytes, if it says so
    std::string etag;                   ///< of this state of it; empty: the server gives none
};

/// A file to be put somewhere, and when to put it.
struct PutRequest {
    std::filesystem::path file;
    std::string content_type = "application/octet-stream";
    bool only_if_absent = false;    ///< If-None-Match: * (RFC 9110 §13.1.2)
    std::string only_if_etag = {};  ///< If-Match (RFC 9110 §13.1.1); empty: whatever is there
};

enum class PutResult {
    done,
    refused_by_condition,  ///< 412: something is there, or something else; nothing was changed
};

/// The server did not take what was put, or did not say what it has.
class UploadFailed : public base::Error {
  public:
    using Error::Error;
};

/// Puts files to HTTP servers, object stores among them: https, and http on this machine.
///
/// Takes the options that `Fetcher` takes, and like it tries again what may pass, keeps its connections, and
/// serves one thread. A file is sent from its beginning each time; redirects are not followed, but named.
///
/// Every member throws `InsecureUrl`, `UntrustedServer`, `UploadFailed` and `SystemError` for the file.
class Uploader {
  public:
    explicit Uploader(FetcherOptions options);
    ~Uploader();
    Uploader(const Uploader&) = delete;
    Uploader& operator=(const Uploader&) = delete;

    /// HEAD: what is there. Nothing for 404 and 410 only: a server that says no more than 403 may have it.
    std::optional<Stored> look(const Url& url);

    /// PUT. Where an attempt broke after the server had taken the file, the next one may be refused by
    /// condition: look at what is there before drawing conclusions.
    PutResult put(const Url& url, const PutRequest& request, const Progress& progress = {});

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace adder::fetch
