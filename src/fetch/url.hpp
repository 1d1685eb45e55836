#pragma once

#include "fetch/unreachable.hpp"

#include <adder/base/error.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace adder::fetch {

/// A URL that would send or receive bytes anyone on the way can change.
class InsecureUrl : public Unreachable {
  public:
    using Unreachable::Unreachable;
};

/// An absolute URL (RFC 3986) whose scheme is http, https or file.
///
/// It may carry credentials (`https://user:secret@host/`, `?token=secret`): `text` is for using it, `display`
/// for everything a person can read.
class Url {
  public:
    enum class Scheme { http, https, file };

    /// Scheme and host are lower-cased, bytes that are not ASCII percent-encoded, everything else is kept.
    /// Throws `Error` for whatever is no such URL: relative, another scheme, spaces, control characters.
    static Url parse(std::string_view text);

    /// The URL of a local file. The path must be absolute.
    static Url of_file(const std::filesystem::path& file);

    /// As it is to be requested, credentials included. Never put this into a message.
    std::string text() const;

    /// Without user-info and fragment, and with `***` for the values of query parameters that look secret.
    std::string display() const;

    Scheme scheme() const { return scheme_; }
    const std::string& host() const { return host_; }  ///< an IPv6 address is in brackets; empty for a file
    std::string port() const;  ///< the scheme's own where none is written; empty for a file
    bool has_user_info() const { return !user_info_.empty(); }
    const std::string& path() const { return path_; }          ///< percent-encoded; "/" at least
    const std::string& fragment() const { return fragment_; }  ///< where an index page puts `sha256=…`

    /// 127.0.0.0/8, ::1 or localhost: bytes that do not leave this machine.
    bool is_loopback() const;

    /// The URL `reference` stands for where this URL is the base (RFC 3986 §5.2). Throws `Error`.
    Url resolve(std::string_view reference) const;

    /// The URL of a file of that name in the directory that this URL names, its path ending in '/'. Whatever
    /// is not unreserved is percent-encoded, '+' too: object stores take a bare one for a space.
    Url file_in(std::string_view name) const;

    /// The file a file URL names, percent-decoded. Throws `Error` for other schemes.
    std::filesystem::path file_path() const;

    bool operator==(const Url&) const = default;

  private:
    Scheme scheme_ = Scheme::https;
    std::string user_info_;
    std::string host_;
    std::string port_;
    std::string path_;
    std::string query_;
    std::string fragment_;
    bool has_query_ = false;
};

/// A URL's query with `***` for the values of parameters that look secret.
std::string masked_query(std::string_view query);

/// Throws `InsecureUrl` for http anywhere but on this machine.
void require_secure(const Url& url);

}  // namespace adder::fetch
