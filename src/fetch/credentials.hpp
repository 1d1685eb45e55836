#pragma once

#include "fetch/url.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace adder::fetch {

/// What servers want to see of whoever asks. Each goes to its own host only, whichever redirects lead there;
/// a URL's own user-info comes before them.
struct Credentials {
    /// RFC 6750.
    struct Bearer {
        std::string host;
        std::string token;
    };

    /// For object stores that speak S3: requests are signed (AWS Signature Version 4).
    struct Aws {
        std::string host;
        std::string region;
        std::string key_id;
        std::string secret;
        std::string session_token = {};  ///< of temporary credentials
    };

    std::filesystem::path netrc = {};  ///< names and passwords in the form of ftp(1); empty: none
    std::vector<Bearer> bearers = {};  ///< before `netrc`
    std::vector<Aws> aws = {};         ///< before both

    /// Null if there is none for the URL's host.
    const Bearer* bearer_for(const Url& url) const;
    const Aws* aws_for(const Url& url) const;
};

}  // namespace adder::fetch
