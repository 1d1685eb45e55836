#pragma once

#include "http_server.hpp"

#include <adder/base/files.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace adder::test {

/// What a TLS server needs, for any number of connections.
class TlsContext {
  public:
    explicit TlsContext(const ServerCertificate& certificate);
    ssl_ctx_st* get() const { return context_.get(); }

  private:
    std::shared_ptr<ssl_ctx_st> context_;
};

/// The server's end of one connection. A client that goes away is no error: the members return false.
class Connection {
  public:
    explicit Connection(base::UniqueFd fd) : fd_{std::move(fd)} {}

    /// For the thread that serves: OpenSSL writes without MSG_NOSIGNAL.
    static void block_sigpipe();

    bool start_tls(const TlsContext& context);

    /// Up to and with the empty line after the headers; empty if there is no request.
    std::string read_head(std::size_t limit);
    std::string read_exactly(std::size_t size);  ///< shorter if the client goes away
    bool send(std::string_view bytes);

    void reset();           ///< what the client sees as "connection reset by peer"
    void wait_for_close();  ///< until the client gives up
    void close();
    void shut_down();  ///< from another thread: ends whatever the connection waits for

  private:
    long receive(char* buffer, std::size_t size);

    std::mutex mutex_;  ///< guards the descriptor against being closed while it is shut down
    base::UniqueFd fd_;
    std::shared_ptr<ssl_st> tls_;
    std::string unread_;
};

}  // namespace adder::test
