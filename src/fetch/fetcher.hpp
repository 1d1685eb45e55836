#pragma once

#include "fetch/errors.hpp"
#include "fetch/fetcher_options.hpp"
#include "fetch/stream.hpp"
#include "fetch/url.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace adder::fetch {

/// How a small document is asked for.
struct PageRequest {
    std::size_t limit;             ///< the most bytes it may have
    std::string_view accept = {};  ///< the Accept header, if any
    std::string_view etag = {};    ///< of the copy that is at hand, if any (RFC 9110 §13.1.2)
    /// For all attempts together: no document that is worth waiting for takes longer.
    std::chrono::milliseconds time_limit{120'000};
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
/// read. Only documents have a limit on the whole duration: another transfer may take as long as it moves.
/// One that `stop` ends throws `Error`.
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

    /// The same for a small document. Throws `base::TooManyBytes` for one that is larger than asked for, and
    /// `NetworkError` for one that takes too long.
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
