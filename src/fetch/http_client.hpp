#pragma once

#include "fetch/fetcher_options.hpp"
#include "fetch/response.hpp"

#include <adder/base/bytes.hpp>
#include <adder/base/digest.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace adder::fetch {

/// The body of a request. What its members throw comes out of `perform` unchanged.
class Outgoing {
  public:
    virtual ~Outgoing() = default;
    virtual std::uint64_t size() const = 0;
    virtual std::size_t read(std::span<std::byte> buffer) = 0;  ///< how much was read; 0 at the end
    virtual void rewind() = 0;                                  ///< to the beginning, to be sent again
    virtual base::Sha256Digest sha256() const = 0;              ///< of all of it; asked for only to be signed
};

/// One request: a PUT if it has a body, else a GET or a HEAD.
struct Exchange {
    const Url& url;
    std::vector<std::string> headers;   ///< `Name: value`
    std::optional<std::uint64_t> from;  ///< the first byte wanted; nothing: all
    bool head_only = false;
    Outgoing* body = nullptr;
};

/// Receives one response.
struct Receiver {
    /// Whether the body is wanted.
    std::function<bool(const ResponseHead&)> on_head;
    std::function<void(base::ByteSpan)> on_body;
};

/// HTTP/1.1 over libcurl: one exchange at a time over connections it keeps, without redirects or retries.
class HttpClient {
  public:
    explicit HttpClient(const FetcherOptions& options);
    ~HttpClient();

    /// The failure if there was no whole response. What the receiver throws comes out unchanged.
    std::optional<Failure> perform(const Exchange& exchange, const Receiver& receiver);

    /// What the last response said in Retry-After (RFC 9110 §10.2.3), as a delay.
    std::optional<std::chrono::seconds> retry_after() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adder::fetch
