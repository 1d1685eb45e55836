#pragma once

#include <adder/fetch/url.hpp>

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

    std::filesystem::path netrc = {};  ///< names and passwords in the form of ftp(1); empty: none
    std::vector<Bearer> bearers = {};  ///< before `netrc`

    /// Null if there is none for the URL's host.
    const Bearer* bearer_for(const Url& url) const;
};

}  // namespace adder::fetch
