#include "runtime_archive/commands/place.hpp"

#include "runtime_archive/archives/addresses.hpp"
#include "runtime_archive/commands/network.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

namespace {

constexpr std::string_view s3_scheme = "s3://";

}  // namespace

void PlaceOptions::declare(Options& options) {
    options.text("--endpoint", endpoint_,
                 "URL of a store that speaks S3 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or AWS)");
    options.text("--token-file", token_file_, "File with a bearer token for the server");
    options.text("--netrc", netrc_, "File with names and passwords in the form of ftp(1)");
}

bool PlaceOptions::is_remote(const std::string& place) {
    if (place.starts_with(s3_scheme)) return true;
    const auto url = url_value(place);
    return url && url->scheme() != fetch::Url::Scheme::file;
}

std::string PlaceOptions::shown(const std::string& place) {
    const auto url = place.starts_with(s3_scheme) ? std::nullopt : url_value(place);
    return url ? url->display() : place;
}

std::unique_ptr<Destination> PlaceOptions::open(const std::string& place, const Session& session,
                                                const std::string& presigned) const {
    if (place.starts_with("s3://")) return open_s3(place, session);
    const auto url = url_value(place);
    if (!url) return directory_destination(place);
    if (url->scheme() == fetch::Url::Scheme::file) return directory_destination(url->file_path());
    fetch::FetcherOptions options = network_options(session);
    options.credentials.netrc = netrc_;
    if (!token_file_.empty()) {
        const std::string token = base::read_file_or_pipe(token_file_);
        options.credentials.bearers.push_back({url->host(), std::string{base::trim(token)}});
    }
    if (presigned.empty()) return http_destination(*url, options);
    return http_destination(*url, options, parse_presigned(base::read_file_or_pipe(presigned)));
}

std::unique_ptr<Destination> PlaceOptions::open_s3(const std::string& place, const Session& session) const {
    const auto first_of = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            if (const auto value = session.env().find_non_empty(name)) return *value;
        }
        return std::string{};
    };
    const std::string region = first_of({"AWS_REGION", "AWS_DEFAULT_REGION"});
    const std::string endpoint =
        endpoint_.empty() ? first_of({"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"}) : endpoint_;
    fetch::Credentials::Aws aws{.host = {},
                                .region = region.empty() ? "us-east-1" : region,
                                .key_id = first_of({"AWS_ACCESS_KEY_ID"}),
                                .secret = first_of({"AWS_SECRET_ACCESS_KEY"}),
                                .session_token = first_of({"AWS_SESSION_TOKEN"})};
    if (aws.key_id.empty() || aws.secret.empty()) {
        throw base::Error{"{} needs credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", place};
    }
    if (region.empty() && endpoint.empty()) {
        throw base::Error{"{} needs the bucket's region: set AWS_REGION", place};
    }
    const fetch::Url url = s3_url(place, aws.region, endpoint.empty() ? std::nullopt : url_value(endpoint));
    aws.host = url.host();
    fetch::FetcherOptions options = network_options(session);
    options.credentials.aws.push_back(std::move(aws));
    return http_destination(url, options);
}

}  // namespace adder::runtime_archive
