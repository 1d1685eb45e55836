#pragma once

#include "fetch/url.hpp"

#include <adder/cnb/bindings.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// Who this build is to a host. Neither text has white space, quotes or backslashes: netrc files cannot write
/// them in a way that all who read them agree on.
struct Login {
    std::string binding;  ///< its name, for messages
    std::string host;
    std::string username;
    std::string password;
    std::string port = {};     ///< the only one that it is for; empty: any
    bool is_for_http = false;  ///< it may be sent unencrypted: only to this machine
};

/// Of the bindings of the type `http-credentials` those with `host` (perhaps with a port, `host:8443`),
/// `username` and `password`; those with a
/// `token` are no logins. Throws `base::UserError` for one that cannot be used.
std::vector<Login> http_logins(const cnb::Bindings& bindings);

/// A package index that a binding of the type `pypi` gives.
struct BoundIndex {
    /// Whether packages come from it where nothing else says where from; by default, unless the app's files
    /// name its host, and so know it.
    enum class Use { unless_named, always, never };

    std::string binding;
    fetch::Url url;              ///< without user-info
    std::optional<Login> login;  ///< absent for an index that lets anyone in
    Use use = Use::unless_named;
};

/// The bindings of the type `pypi`: `url`; `username` and `password`, or `token` (whose user is `__token__`
/// unless `username` says otherwise); `index`, which is `default` or `credentials`. Throws `base::UserError`
/// for one that cannot be used.
std::vector<BoundIndex> bound_indexes(const cnb::Bindings& bindings);

/// The lines of a netrc file. Throws `base::UserError` for two different logins of one host, which such a
/// file cannot hold.
std::string netrc_lines(const std::vector<Login>& logins);

}  // namespace adder::python
