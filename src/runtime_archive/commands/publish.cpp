#include "runtime_archive/archives/publish.hpp"

#include "runtime_archive/commands/command.hpp"
#include "runtime_archive/commands/network.hpp"
#include "runtime_archive/commands/place.hpp"
#include "runtime_archive/commands/results.hpp"
#include "runtime_archive/commands/signing_options.hpp"

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
        options.texts(
            "archives", paths_,
            "Archives, or directories of archives; with --key there may be none: the index there is "
            "signed anew if need be");
        options.text("--to", to_, "Directory, https URL or s3://BUCKET/PREFIX", Presence::required);
        signing_.declare(options, Presence::optional);
        options.flag("--adopt-unsigned", adopts_unsigned_,
                     "Sign entries, too, that are there and that none of the keys has signed; they are "
                     "printed");
        options.text(
            "--presigned", presigned_,
            "File with pre-signed PUT URLs, on each line a file's name and its URL; --to is then where "
            "the files are read");
        place_.declare(options);
    }

    Exit run(Session& session) override {
        Signing signing = signing_.signing(session, usual_source());
        signing.adopts_unsigned = adopts_unsigned_;
        if (paths_.empty() && signing.keys.empty()) {
            throw WrongUsage{"archives are required, or --key to sign the index there anew"};
        }
        const Publishing publishing = gather({paths_.begin(), paths_.end()});
        session.log.section("Publishing to " + PlaceOptions::shown(to_));
        const std::unique_ptr<Destination> destination = place_.open(to_, session, presigned_);
        const Published published = publish(publishing, *destination, signing, session.log);
        report(published, session.log);
        session.result("", [&] { return json_of(published); });
        return Exit::ok;
    }

  private:
    /// Builds read a directory of a web server from where it is put to, unless somebody says otherwise.
    std::optional<std::string> usual_source() const {
        if (!presigned_.empty() || to_.starts_with("s3://")) return std::nullopt;
        const auto url = url_value(to_);
        const bool is_server = url && url->scheme() != fetch::Url::Scheme::file;
        return is_server ? std::optional{url->display()} : std::nullopt;
    }

    static void report(const Published& published, base::Log& log) {
        log.step("{} added, {} there already; index {}, {}", published.added.size(),
                 published.were_there.size(), published.index_changed ? "written" : "unchanged",
                 published.is_signed ? "signed" : "not signed");
    }

    std::vector<std::string> paths_;
    SigningOptions signing_;
    bool adopts_unsigned_ = false;
    PlaceOptions place_;
    std::string to_, presigned_;
};

}  // namespace

std::unique_ptr<Command> publish_command() { return std::make_unique<Publish>(); }

}  // namespace adder::runtime_archive
