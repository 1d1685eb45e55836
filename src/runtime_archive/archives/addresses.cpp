#include "runtime_archive/archives/addresses.hpp"

#include "runtimes/archive_id.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

namespace {

fetch::Url as_directory(const fetch::Url& url) {
    return url.path().ends_with('/') ? url : url.resolve(url.path() + "/");
}

}  // namespace

fetch::Url file_url(const fetch::Url& directory, std::string_view name) {
    return as_directory(directory).file_in(name);
}

fetch::Url s3_url(std::string_view text, std::string_view region, const std::optional<fetch::Url>& endpoint) {
    constexpr std::string_view scheme = "s3://";
    const std::string_view rest = text.starts_with(scheme) ? text.substr(scheme.size()) : "";
    const std::string_view bucket = rest.substr(0, rest.find('/'));
    if (!runtimes::is_target_word(bucket)) {
        throw base::Error{"'{}' is not s3://BUCKET/PREFIX", base::printable(text)};
    }
    const std::string_view prefix = rest.substr(std::min(rest.size(), bucket.size() + 1));
    const std::string in_path = base::format("./{}/{}", bucket, prefix);
    if (endpoint) return as_directory(as_directory(*endpoint).resolve(in_path));
    const std::string host = base::format("s3.{}.amazonaws.com", region);
    const bool in_host = bucket.find('.') == std::string_view::npos;
    return as_directory(fetch::Url::parse(in_host ? base::format("https://{}.{}/{}", bucket, host, prefix)
                                                  : base::format("https://{}/{}/{}", host, bucket, prefix)));
}

std::map<std::string, fetch::Url, std::less<>> parse_presigned(std::string_view text) {
    std::map<std::string, fetch::Url, std::less<>> urls;
    unsigned number = 0;
    for (const std::string_view line : base::lines(text)) {
        ++number;
        if (base::trim(line).empty() || base::trim(line).starts_with('#')) continue;
        const auto words = base::words(line);
        if (words.size() != 2 || !runtimes::is_plain_file_name(words[0])) {
            throw base::Error{"line {}: should be the name of a file and its URL", number};
        }
        try {
            urls.insert_or_assign(std::string{words[0]}, fetch::Url::parse(words[1]));
        } catch (base::Error& error) {
            error.add_context("in line {}", number);
            throw;
        }
    }
    return urls;
}

}  // namespace adder::runtime_archive
