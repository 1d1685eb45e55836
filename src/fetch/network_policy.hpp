#pragma once

#include "fetch/fetcher_options.hpp"

#include <string>
#include <string_view>

namespace adder::fetch {

/// With a real `sleep` and `random` where there are none.
FetcherOptions with_defaults(FetcherOptions options);

/// Throws `UntrustedServer` if the URL is https and there is nothing to verify its server against.
void require_trust(const Url& url, const Trust& trust);

/// For a server whose certificate was not accepted.
std::string untrusted_text(const Url& url, const Trust& trust, std::string_view reason);

}  // namespace adder::fetch
