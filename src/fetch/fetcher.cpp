#include "fetch/fetcher.hpp"

#include "fetch/http_client.hpp"
#include "fetch/network_policy.hpp"
#include "fetch/transfer.hpp"

#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

namespace adder::fetch {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::format;

constexpr int not_modified = 304;
constexpr const char* too_slow = "it takes longer than a document may";

bool has_passed(const std::optional<std::chrono::steady_clock::time_point>& deadline) {
    return deadline && std::chrono::steady_clock::now() > *deadline;
}

/// Where a redirect leads. From this machine it may lead anywhere that is secure, from elsewhere only to
/// https: a server on the network has no business sending a build to services on this machine.
Url follow(const Url& from, int status, const std::string& location) {
    const Url to = [&] {
        try {
            return from.resolve(location);
        } catch (const Error& error) {
            throw HttpStatusError{from, status, "the server redirects to no URL: " + error.message()};
        }
    }();
    if (to.scheme() == Url::Scheme::file) {
        throw InsecureUrl{"{} is not followed: a server cannot name a local file", to.display()};
    }
    if (to.scheme() == Url::Scheme::http && from.scheme() == Url::Scheme::https) {
        throw InsecureUrl{"{} is not followed: it leads from https to plain http", to.display()};
    }
    require_secure(to);
    return to;
}

/// A failure that no other attempt would mend, as what callers can tell apart.
[[noreturn]] void give_up(const Url& url, const Failure& failure, std::vector<std::string> reasons,
                          const Trust& trust) {
    if (failure.kind == FailureKind::untrusted) {
        throw UntrustedServer{untrusted_text(url, trust, failure.reason)};
    }
    if (failure.kind != FailureKind::status || is_worth_retrying(failure)) {
        throw NetworkError{url, std::move(reasons)};
    }
    if (failure.status == 403 || failure.status == 404 || failure.status == 410) {
        throw NotFound{url, failure.status};
    }
    throw HttpStatusError{url, failure.status, failure.reason};
}

}  // namespace

class Fetcher::Implementation {
  public:
    explicit Implementation(FetcherOptions options)
        : options_{with_defaults(std::move(options))}, client_{options_} {}

    /// What is asked for beside the bytes.
    struct Wish {
        std::string_view accept = {};
        std::string_view etag = {};
        std::optional<std::chrono::steady_clock::time_point> deadline = {};
    };
    /// What is learnt of them.
    struct Document {
        Url url;  ///< after redirects
        std::string content_type;
        std::string etag;
        bool unchanged = false;
    };

    Document get(const Url& url, const SinkFactory& start, const Progress& progress, const Wish& wish);
    Presence look(const Url& url);

  private:
    Document get_file(const Url& url, const SinkFactory& start, const Progress& progress);
    std::optional<Failure> attempt(const Url& url, Transfer& transfer, const Wish& wish, Document& document);
    std::optional<Failure> exchange(const Url& url, Transfer& transfer, const Wish& wish, ResponseHead& head);
    std::optional<Failure> look_once(const Url& url, int& status);
    void wait(const Url& url, const Failure& failure, unsigned attempt, std::uint64_t resume_at);

    FetcherOptions options_;
    HttpClient client_;
};

Fetcher::Implementation::Document Fetcher::Implementation::get(const Url& url, const SinkFactory& start,
                                                               const Progress& progress, const Wish& wish) {
    if (url.scheme() == Url::Scheme::file) return get_file(url, start, progress);

    require_secure(url);
    Transfer transfer{start, progress};
    Document document{.url = url, .content_type = {}, .etag = {}};
    std::vector<std::string> reasons;  // of the attempts since the transfer last got on
    while (const std::optional<Failure> failure = attempt(url, transfer, wish, document)) {
        if (options_.stop.stop_requested()) throw Error{"{} is no longer wanted", url.display()};
        if (has_passed(wish.deadline)) throw NetworkError{url, {failure->reason, too_slow}};
        if (transfer.has_advanced()) reasons.clear();
        reasons.push_back(failure->reason);
        const auto failed = static_cast<unsigned>(reasons.size());
        if (!is_worth_retrying(*failure) || failed >= options_.retry.attempts) {
            try {
                give_up(url, *failure, std::move(reasons), options_.trust);
            } catch (Error& error) {
                if (document.url != url) error.add_context("redirected to {}", document.url.display());
                throw;
            }
        }
        const std::optional<ResumePoint> resume = transfer.resume_point();
        wait(url, *failure, failed, resume ? resume->offset : 0);
    }
    if (!document.unchanged) transfer.finish();
    return document;
}

Fetcher::Implementation::Document Fetcher::Implementation::get_file(const Url& url, const SinkFactory& start,
                                                                    const Progress& progress) {
    const fs::path file = url.file_path();
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (status.type() == fs::file_type::none) throw base::SystemError{code.value(), "cannot read {}", file};
    if (status.type() != fs::file_type::regular) throw NotFound{url, 0};

    ResponseHead head;
    head.status = 200;
    head.content_length = fs::file_size(file, code);
    if (code) throw base::SystemError{code.value(), "cannot read {}", file};
    Transfer transfer{start, progress};
    transfer.begin(head);
    class Passage final : public base::ByteSink {
      public:
        explicit Passage(Transfer& to) : to_{to} {}
        void write(base::ByteSpan bytes) override { to_.write(bytes); }
        void finish() override {}

      private:
        Transfer& to_;
    } passage{transfer};
    base::copy_file_into(file, passage);
    if (const std::optional<Failure> failure = transfer.check_complete()) {
        throw NetworkError{url, {failure->reason}};
    }
    transfer.finish();
    return {.url = url, .content_type = {}, .etag = {}};
}

/// Once through all redirects, from the original URL on: the addresses that redirects give expire.
std::optional<Failure> Fetcher::Implementation::attempt(const Url& url, Transfer& transfer, const Wish& wish,
                                                        Document& document) {
    document.url = url;
    for (unsigned hop = 0; hop <= options_.redirects; ++hop) {
        ResponseHead head;
        const std::optional<Failure> failure = exchange(document.url, transfer, wish, head);
        if (!head.is_redirect()) {
            document.content_type = head.content_type;
            document.etag = head.etag;
            document.unchanged = head.status == not_modified && !wish.etag.empty();
            if (document.unchanged) return std::nullopt;
            return failure ? failure : transfer.check_complete();
        }
        try {
            document.url = follow(document.url, head.status, head.location);
        } catch (Error& error) {
            error.add_context("redirected from {}", document.url.display());
            throw;
        }
    }
    throw HttpStatusError{url, 302, format("more than {} redirects", options_.redirects)};
}

std::optional<Failure> Fetcher::Implementation::exchange(const Url& url, Transfer& transfer, const Wish& wish,
                                                         ResponseHead& head) {
    require_trust(url, options_.trust);
    Exchange exchange{.url = url, .headers = {"Accept-Encoding: identity"}, .from = {}};
    if (!wish.accept.empty()) exchange.headers.push_back(format("Accept: {}", wish.accept));
    if (!wish.etag.empty()) exchange.headers.push_back(format("If-None-Match: {}", wish.etag));
    if (const std::optional<ResumePoint> resume = transfer.resume_point()) {
        exchange.from = resume->offset;
        exchange.headers.push_back("If-Range: " + resume->validator);
    }

    std::optional<Failure> refusal;
    const Receiver receiver{.on_head =
                                [&](const ResponseHead& received) {
                                    head = received;
                                    if (!head.is_redirect()) refusal = transfer.begin(head);
                                    return !head.is_redirect() && !refusal;
                                },
                            .on_body =
                                [&](base::ByteSpan bytes) {
                                    if (has_passed(wish.deadline)) throw NetworkError{url, {too_slow}};
                                    transfer.write(bytes);
                                }};
    std::optional<Failure> broken = client_.perform(exchange, receiver);
    if (refusal) {
        refusal->retry_after = client_.retry_after();
        return refusal;
    }
    return broken;
}

Presence Fetcher::Implementation::look(const Url& url) {
    if (url.scheme() == Url::Scheme::file) {
        return fs::is_regular_file(url.file_path()) ? Presence::present : Presence::absent;
    }
    require_secure(url);
    std::vector<std::string> reasons;
    int status = 0;
    while (const std::optional<Failure> failure = look_once(url, status)) {
        if (options_.stop.stop_requested()) throw Error{"{} is no longer wanted", url.display()};
        reasons.push_back(failure->reason);
        const auto failed = static_cast<unsigned>(reasons.size());
        // A proxy that refuses the connection says nothing of what is behind it.
        if (failure->kind == FailureKind::status && !is_worth_retrying(*failure)) return Presence::unknown;
        if (!is_worth_retrying(*failure) || failed >= options_.retry.attempts) {
            give_up(url, *failure, std::move(reasons), options_.trust);
        }
        wait(url, *failure, failed, 0);
    }
    if (status >= 200 && status < 300) return Presence::present;
    return status == 404 || status == 410 ? Presence::absent : Presence::unknown;
}

/// Once through all redirects. Returns no failure for an answer that another attempt would not change.
std::optional<Failure> Fetcher::Implementation::look_once(const Url& url, int& status) {
    constexpr int not_implemented = 501;  // what a server says that has no HEAD: it will not have it later
    Url at = url;
    for (unsigned hop = 0; hop <= options_.redirects; ++hop) {
        require_trust(at, options_.trust);
        ResponseHead head;
        const Exchange exchange{
            .url = at, .headers = {"Accept-Encoding: identity"}, .from = {}, .head_only = true};
        const Receiver receiver{.on_head =
                                    [&](const ResponseHead& received) {
                                        head = received;
                                        return true;
                                    },
                                .on_body = [](base::ByteSpan) {}};
        if (auto broken = client_.perform(exchange, receiver)) return broken;
        if (!head.is_redirect()) {
            status = head.status;
            Failure failure{.kind = FailureKind::status,
                            .status = status,
                            .retry_after = client_.retry_after(),
                            .reason = format("HTTP status {}", status)};
            const bool may_change = status != not_implemented && is_worth_retrying(failure);
            return may_change ? std::optional{std::move(failure)} : std::nullopt;
        }
        at = follow(at, head.status, head.location);
    }
    throw HttpStatusError{url, 302, format("more than {} redirects", options_.redirects)};
}

void Fetcher::Implementation::wait(const Url& url, const Failure& failure, unsigned attempt,
                                   std::uint64_t resume_at) {
    const std::chrono::milliseconds delay = delay_after(options_.retry, attempt, failure, options_.random());
    if (options_.on_retry) {
        options_.on_retry({.url = url,
                           .failure = failure,
                           .next_attempt = attempt + 1,
                           .attempts = options_.retry.attempts,
                           .delay = delay,
                           .resume_at = resume_at});
    }
    options_.sleep(delay);
}

Fetcher::Fetcher(FetcherOptions options)
    : implementation_{std::make_unique<Implementation>(std::move(options))} {}

Fetcher::~Fetcher() = default;

void Fetcher::get(const Url& url, const SinkFactory& start, const Progress& progress) {
    implementation_->get(url, start, progress, {});
}

Page Fetcher::get_page(const Url& url, const PageRequest& request) {
    std::optional<base::StringSink> text;
    try {
        Implementation::Document document =
            implementation_->get(url, [&]() -> base::ByteSink& { return text.emplace(request.limit); }, {},
                                 {.accept = request.accept,
                                  .etag = request.etag,
                                  .deadline = std::chrono::steady_clock::now() + request.time_limit});
        return {.text = document.unchanged ? "" : text->text(),
                .content_type = std::move(document.content_type),
                .url = std::move(document.url),
                .etag = std::move(document.etag),
                .unchanged = document.unchanged};
    } catch (Error& error) {
        error.add_context("while reading {}", url.display());
        throw;
    }
}

Presence Fetcher::look(const Url& url) {
    try {
        return implementation_->look(url);
    } catch (Error& error) {
        error.add_context("while looking for {}", url.display());
        throw;
    }
}

}  // namespace adder::fetch
