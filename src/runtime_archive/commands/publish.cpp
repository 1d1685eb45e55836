#include "runtime_archive/archives/publish.hpp"

#include "runtime_archive/archives/addresses.hpp"
#include "runtime_archive/archives/destination.hpp"
#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/network.hpp"
#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/commands/values.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

namespace {

class Publish final : public Command {
  public:
    About about() const override {
        return {
            "publish", "Publish archives to a directory or a server",
            "Puts the archives, then the signatures, then the index with their entries added. A destination "
            "is a directory, an https URL whose server takes PUT, or s3://BUCKET/PREFIX with the credentials "
            "in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION. What is "
            "published is never overwritten: the same bytes are fine, other bytes are refused. Only entries "
            "that one of the keys has signed before, and those published now, are signed.",
            "runtime-archive publish runtimes --to s3://runtimes/python --key runtimes-2026.key"};
    }

    void declare(Options& options) override {
        options.texts("archives", paths_, "Archives, or directories of archives", Presence::required);
        options.text("--to", to_, "Directory, https URL or s3://BUCKET/PREFIX", Presence::required);
        options.texts("--key", keys_,
                      "File with a private key to sign the index there with, or - for standard input; may be "
                      "repeated");
        options.texts("--retire", retired_,
                      "Public key whose signature the index there may lose: a file, or base64; may be "
                      "repeated");
        options.flag("--adopt-unsigned", adopts_unsigned_,
                     "Sign entries, too, that are there and that none of the keys has signed; they are "
                     "printed");
        options.text(
            "--presigned", presigned_,
            "File with pre-signed PUT URLs, on each line a file's name and its URL; --to is then where "
            "the files are read");
        options.text(
            "--endpoint", endpoint_,
            "URL of a store that speaks S3 (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or AWS)");
        options.text("--token-file", token_file_, "File with a bearer token for the server");
        options.text("--netrc", netrc_, "File with names and passwords in the form of ftp(1)");
    }

    Exit run(Session& session) override {
        const Signing signing{.keys = private_key_values(keys_, session.process),
                              .retired = public_key_values(retired_),
                              .adopts_unsigned = adopts_unsigned_};
        const Publishing publishing = gather({paths_.begin(), paths_.end()});
        session.log.section("Publishing to " + shown_destination());
        const std::unique_ptr<Destination> destination = open_destination(session);
        const Published published = publish(publishing, *destination, signing, session.log);
        report(published, session.log);
        session.result("", [&] { return json_of(published); });
        return Exit::ok;
    }

  private:
    static void report(const Published& published, base::Log& log) {
        log.step("{} added, {} there already; index {}, {}", published.added.size(),
                 published.were_there.size(), published.index_changed ? "written" : "unchanged",
                 published.is_signed ? "signed" : "not signed");
    }

    std::string shown_destination() const {
        const auto url = to_.starts_with("s3://") ? std::nullopt : url_value(to_);
        return url ? url->display() : to_;
    }

    std::unique_ptr<Destination> open_destination(const Session& session) const {
        if (to_.starts_with("s3://")) return open_s3(session);
        const auto url = url_value(to_);
        if (!url) return directory_destination(to_);
        if (url->scheme() == fetch::Url::Scheme::file) return directory_destination(url->file_path());
        fetch::FetcherOptions options = network_options(session);
        options.credentials.netrc = netrc_;
        if (!token_file_.empty()) {
            const std::string token = base::read_file(token_file_);
            options.credentials.bearers.push_back({url->host(), std::string{base::trim(token)}});
        }
        if (presigned_.empty()) return http_destination(*url, options);
        return http_destination(*url, options, parse_presigned(base::read_file(presigned_)));
    }

    std::unique_ptr<Destination> open_s3(const Session& session) const {
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
            throw base::Error{"{} needs credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", to_};
        }
        if (region.empty() && endpoint.empty()) {
            throw base::Error{"{} needs the bucket's region: set AWS_REGION", to_};
        }
        const fetch::Url url = s3_url(to_, aws.region, endpoint.empty() ? std::nullopt : url_value(endpoint));
        aws.host = url.host();
        fetch::FetcherOptions options = network_options(session);
        options.credentials.aws.push_back(std::move(aws));
        return http_destination(url, options);
    }

    std::vector<std::string> paths_, keys_, retired_;
    bool adopts_unsigned_ = false;
    std::string to_, presigned_, endpoint_, token_file_, netrc_;
};

}  // namespace

std::unique_ptr<Command> publish_command() { return std::make_unique<Publish>(); }

}  // namespace adder::runtime_archive
