#include "fetch/uploader.hpp"

#include "fetch/http_client.hpp"
#include "fetch/network_policy.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace adder::fetch {

namespace {

/// What of a refusal's text is shown: object stores say there what they miss.
constexpr std::size_t longest_explanation = 400;

/// A file as the body of a request. It must not change meanwhile.
class FileBody final : public Outgoing {
  public:
    FileBody(const std::filesystem::path& file, const Progress& progress)
        : file_{file}, fd_{base::open_file(file, O_RDONLY)}, progress_{progress} {
        struct stat status{};
        if (::fstat(fd_.get(), &status) != 0) throw base::SystemError{errno, "cannot read {}", file};
        size_ = static_cast<std::uint64_t>(status.st_size);
    }

    std::uint64_t size() const override { return size_; }

    std::size_t read(std::span<std::byte> buffer) override {
        const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), size_ - sent_);
        if (wanted == 0) return 0;
        const ssize_t count = ::pread(fd_.get(), buffer.data(), wanted, static_cast<off_t>(sent_));
        if (count < 0) throw base::SystemError{errno, "cannot read {}", file_};
        if (count == 0) throw base::Error{"{} became shorter while it was sent", file_};
        sent_ += static_cast<std::uint64_t>(count);
        if (progress_) progress_(sent_, size_);
        return static_cast<std::size_t>(count);
    }

    void rewind() override { sent_ = 0; }

    base::Sha256Digest sha256() const override { return base::sha256_of_file(file_); }

  private:
    std::filesystem::path file_;
    base::UniqueFd fd_;
    const Progress& progress_;
    std::uint64_t size_ = 0;
    std::uint64_t sent_ = 0;
};

/// The answer to one request.
struct Response {
    ResponseHead head;
    std::string explanation;
    std::optional<std::chrono::seconds> retry_after;
};

std::string status_text(const Response& response) {
    std::string text = base::format("HTTP status {}", response.head.status);
    if (response.head.is_redirect()) {
        text +=
            base::format(", which leads to {}: use that address", base::printable(response.head.location));
    }
    const std::string_view explanation = base::trim(std::string_view{response.explanation});
    if (!explanation.empty()) text += ": " + base::printable(explanation, longest_explanation);
    return text;
}

}  // namespace

class Uploader::Implementation {
  public:
    explicit Implementation(FetcherOptions options)
        : options_{with_defaults(std::move(options))}, client_{options_} {}

    /// The first answer for which no other attempt is worth while.
    Response send(const Exchange& exchange, std::string_view what);

  private:
    std::optional<Failure> attempt(const Exchange& exchange, Response& response);

    FetcherOptions options_;
    HttpClient client_;
};

Response Uploader::Implementation::send(const Exchange& exchange, std::string_view what) {
    require_secure(exchange.url);
    require_trust(exchange.url, options_.trust);
    std::vector<std::string> reasons;
    for (;;) {
        Response response;
        const std::optional<Failure> failure = attempt(exchange, response);
        if (!failure) return response;
        if (failure->kind == FailureKind::untrusted) {
            throw UntrustedServer{untrusted_text(exchange.url, options_.trust, failure->reason)};
        }
        reasons.push_back(failure->reason);
        const auto failed = static_cast<unsigned>(reasons.size());
        if (failed >= options_.retry.attempts) {
            throw UploadFailed{"cannot {} {}; {} attempts failed, the last with: {}", what,
                               exchange.url.display(), failed, failure->reason};
        }
        const auto delay = delay_after(options_.retry, failed, *failure, options_.random());
        if (options_.on_retry) {
            options_.on_retry({.url = exchange.url,
                               .failure = *failure,
                               .next_attempt = failed + 1,
                               .attempts = options_.retry.attempts,
                               .delay = delay,
                               .resume_at = 0});
        }
        options_.sleep(delay);
    }
}

/// Nothing if there is an answer, be it a refusal, that another attempt would not change.
std::optional<Failure> Uploader::Implementation::attempt(const Exchange& exchange, Response& response) {
    if (exchange.body) exchange.body->rewind();
    const Receiver receiver{.on_head =
                                [&](const ResponseHead& head) {
                                    response.head = head;
                                    return true;
                                },
                            .on_body =
                                [&](base::ByteSpan bytes) {
                                    const std::size_t room =
                                        longest_explanation - response.explanation.size();
                                    response.explanation += base::as_text(bytes).substr(0, room);
                                }};
    std::optional<Failure> broken = client_.perform(exchange, receiver);
    Failure answered{.kind = FailureKind::status,
                     .status = response.head.status,
                     .retry_after = client_.retry_after(),
                     .reason = status_text(response)};
    const bool is_conflict = exchange.body && answered.status == 409;  // what S3 says of two at the same time
    // A server that refuses need not take the whole body: its answer counts, not the connection's end.
    const bool was_refused = response.head.status >= 400 && !is_conflict && !is_worth_retrying(answered);
    if (was_refused) return std::nullopt;
    if (broken && broken->kind == FailureKind::untrusted) return broken;
    if (response.head.status >= 400) return answered;
    return broken;
}

Uploader::Uploader(FetcherOptions options)
    : implementation_{std::make_unique<Implementation>(std::move(options))} {}

Uploader::~Uploader() = default;

std::optional<Stored> Uploader::look(const Url& url) {
    const Exchange exchange{
        .url = url, .headers = {"Accept-Encoding: identity"}, .from = {}, .head_only = true};
    const Response response = implementation_->send(exchange, "look at");
    const int status = response.head.status;
    if (status == 404 || status == 410) return std::nullopt;
    if (status != 200) throw UploadFailed{"cannot look at {}: {}", url.display(), status_text(response)};
    return Stored{.size = response.head.content_length, .etag = response.head.etag};
}

PutResult Uploader::put(const Url& url, const PutRequest& request, const Progress& progress) {
    FileBody body{request.file, progress};
    Exchange exchange{.url = url, .headers = {"Content-Type: " + request.content_type}, .from = {}};
    exchange.body = &body;
    if (request.only_if_absent) exchange.headers.emplace_back("If-None-Match: *");
    if (!request.only_if_etag.empty()) exchange.headers.push_back("If-Match: " + request.only_if_etag);
    const Response response = implementation_->send(exchange, "put");
    const int status = response.head.status;
    if (status == 412) return PutResult::refused_by_condition;
    if (status < 200 || status >= 300) {
        throw UploadFailed{"cannot put {}: {}", url.display(), status_text(response)};
    }
    return PutResult::done;
}

}  // namespace adder::fetch
