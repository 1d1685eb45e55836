#pragma once

#include "fetch/url.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace adder::runtime_archive {

/// The URL of a file in a directory of archives. '+' is escaped: stores that speak S3 take a bare one for a
/// space.
fetch::Url file_url(const fetch::Url& directory, std::string_view name);

/// The URL of "s3://BUCKET/PREFIX": at the endpoint if there is one, with the bucket in the path; else at
/// AWS, with the bucket in the host's name unless it holds dots, which no certificate would fit. Throws
/// `Error` for what is no such text.
fetch::Url s3_url(std::string_view text, std::string_view region, const std::optional<fetch::Url>& endpoint);

/// Where files may be put: a line each, the file's name and its URL; '#' begins a comment. Throws `Error`
/// naming the line.
std::map<std::string, fetch::Url, std::less<>> parse_presigned(std::string_view text);

}  // namespace adder::runtime_archive
