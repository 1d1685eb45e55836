#pragma once

#include <string>
#include <string_view>

namespace adder::fetch {

/// The text as a part of a URL that stands for nothing but itself (RFC 3986 §2.1): whatever is not unreserved
/// is percent-encoded.
std::string percent_encoded(std::string_view text);

/// What such a text stands for. Throws `base::Error` for a '%' without two hexadecimal digits.
std::string percent_decoded(std::string_view text);

}  // namespace adder::fetch
