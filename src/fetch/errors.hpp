#pragma once

#include "fetch/unreachable.hpp"
#include "fetch/url.hpp"

#include <adder/base/error.hpp>

#include <string>
#include <vector>

namespace adder::fetch {

/// The URL names nothing that may be had: 403, 404, 410, or no such file.
class NotFound : public base::Error {
  public:
    NotFound(const Url& url, int status);

    int status() const { return status_; }  ///< 0 for a file

  private:
    int status_;
};

/// A definite answer that is neither success nor absence: 401, 400, a redirect that leads nowhere.
class HttpStatusError : public Unreachable {
  public:
    HttpStatusError(const Url& url, int status, const std::string& reason);

    int status() const { return status_; }

  private:
    int status_;
};

/// Every attempt failed, or one failed in a way that no other attempt would mend.
class NetworkError : public Unreachable {
  public:
    NetworkError(const Url& url, std::vector<std::string> attempts);

    /// Why each failed, in order; never empty.
    const std::vector<std::string>& attempts() const { return attempts_; }

  private:
    std::vector<std::string> attempts_;
};

/// The server's certificate was not accepted, or there is nothing to verify it against.
class UntrustedServer : public Unreachable {
  public:
    using Unreachable::Unreachable;
};

}  // namespace adder::fetch
