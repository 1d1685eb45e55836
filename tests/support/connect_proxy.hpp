#pragma once

#include <memory>
#include <string>
#include <vector>

namespace adder::test {

/// An HTTP proxy on 127.0.0.1 that tunnels (RFC 9110 §9.3.6, CONNECT): whichever host is asked for, it is
/// that of one port of 127.0.0.1. One tunnel at a time.
class ConnectProxy {
  public:
    /// `credentials` ("user:password") must be shown by whoever asks; empty: by nobody.
    ConnectProxy(unsigned short target, std::string credentials);
    ~ConnectProxy();
    ConnectProxy(const ConnectProxy&) = delete;
    ConnectProxy& operator=(const ConnectProxy&) = delete;

    unsigned short port() const;
    /// The hosts, with their ports, that tunnels were made to.
    std::vector<std::string> tunnels() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace adder::test
