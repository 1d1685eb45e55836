#pragma once

#include <adder/base/bytes.hpp>
#include <adder/base/environment.hpp>
#include <adder/fetch/credentials.hpp>
#include <adder/fetch/errors.hpp>
#include <adder/fetch/retry.hpp>
#include <adder/fetch/trust.hpp>
#include <adder/fetch/url.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace adder::fetch {

/// The proxy for https (http is for this machine only and never goes through one).
struct ProxySettings {
    std::string proxy;     ///< empty: none
    std::string no_proxy;  ///< hosts that are reached directly, separated by commas

    /// https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY; no_proxy, NO_PROXY: the first that is set.
    static ProxySettings from(const base::Environment& environment);
};

/// An attempt failed and another will follow.
struct RetryNotice {
    const Url& url;
    const Failure& failure;
    unsigned next_attempt;            ///< 2 is the first retry
    unsigned attempts;                ///< how many there will be at most
    std::chrono::milliseconds delay;  ///< before the next one starts
    std::uint64_t resume_at;          ///< bytes that need not be sent again; 0: from the start
};

struct FetcherOptions {
    Trust trust;
    ProxySettings proxy;
    Credentials credentials = {};
    RetryPolicy retry;
    std::chrono::milliseconds connect_timeout{10'000};
    std::uint64_t slowest_bytes_per_second = 1'000;  ///< slower than this for stall_timeout: given up
    std::chrono::seconds stall_timeout{20};
    unsigned redirects = 8;
    std::string user_agent = "adder";

    std::stop_token stop = {};  ///< once stop is requested, whatever is fetched is given up

    std::function<void(const RetryNotice&)> on_retry = {};
    std::function<void(std::chrono::milliseconds)> sleep = {};  ///< empty: really sleeps
    std::function<double()> random = {};                        ///< in [0, 1); empty: a random device
};

/// Gives the sink for a stream from its first byte on. Called again when a broken transfer could not be
/// resumed: what the previous sink received is void, and it is not touched any more.
using SinkFactory = std::function<base::ByteSink&()>;

/// Called often. `total` is 0 while it is not known.
using Progress = std::function<void(std::uint64_t received, std::uint64_t total)>;

/// How a small document is asked for.
struct PageRequest {
    std::size_t limit;             ///< the most bytes it may have
    std::string_view accept = {};  ///< the Accept header, if any
    std::string_view etag = {};    ///< of the copy that is at hand, if any (RFC 9110 §13.1.2)
};

/// A small document.
struct Page {
    std::string text;
    std::string content_type;  ///< as sent, lower-cased, without parameters; empty for a file
    Url url;                   ///< where it came from after redirects: the base of its relative links
    std::string etag = {};     ///< for asking again; empty if the server gives none
    bool unchanged = false;    ///< the copy at hand still serves: there is no text
};

/// Whether there is something at a URL.
enum class Presence {
    present,
    absent,   ///< 404 or 410, or no such file
    unknown,  ///< the server gave another definite answer: it refuses HEAD (403, 405, 501), for example
};

/// Fetches URLs: https, http on this machine, and files.
///
/// Connections are kept between calls; one Fetcher serves one thread. Nothing of the process's environment is
/// read. There is no limit on the whole duration: a transfer may take as long as it moves. One that `stop`
/// ends throws `Error`.
class Fetcher {
  public:
    explicit Fetcher(FetcherOptions options);
    ~Fetcher();
    Fetcher(const Fetcher&) = delete;
    Fetcher& operator=(const Fetcher&) = delete;

    /// Streams the bytes into the sink `start` gives, then calls the sink's `finish`.
    ///
    /// A transfer that breaks is resumed in the same sink if the server can (Range and If-Range, RFC 9110
    /// §13-14), otherwise started again. Redirects lead to https only, or from this machine to this machine.
    /// Throws `InsecureUrl`, `NotFound`, `HttpStatusError`, `NetworkError`, `UntrustedServer`; what `start`,
    /// the sink or `progress` throw comes out unchanged and ends the transfer.
    void get(const Url& url, const SinkFactory& start, const Progress& progress = {});

    /// The same for a small document. Throws `Error` as well for one that is larger than asked for.
    Page get_page(const Url& url, const PageRequest& request);
    std::string get_text(const Url& url, std::size_t limit) { return get_page(url, {.limit = limit}).text; }

    /// Asks whether the URL can be fetched, by HEAD: nothing is transferred. Follows redirects and retries as
    /// `get` does. Throws `InsecureUrl`, `NetworkError`, `UntrustedServer`, and `HttpStatusError` for
    /// redirects that lead nowhere.
    Presence look(const Url& url);

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace adder::fetch
