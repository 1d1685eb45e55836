#pragma once

#include "python/app/advice.hpp"
#include "python/dependencies/project.hpp"
#include "python/network/bound_credentials.hpp"

#include <adder/base/environment.hpp>

#include <string>
#include <vector>

namespace adder::python {

/// A URL, of http or https, that the app's files or a variable name.
struct NamedUrl {
    std::string origin;  ///< "requirements.txt", "the variable PIP_INDEX_URL"
    bool is_https = true;
    std::string host;  ///< in lower case
    std::string port;  ///< that of the scheme where none is written

    bool operator==(const NamedUrl&) const = default;
};

/// Those in the project's files, with their `${NAME}`s replaced as pip does it, and in variables of tools.
/// Lines that are comments do not count.
std::vector<NamedUrl> named_urls(const Project& project, const base::Environment& env);

/// Tools take logins from a netrc file, which knows hosts alone. Throws `base::UserError` where a login would
/// be sent over http though it was bound for https, or to another port than it was bound for, or to a host
/// whose certificate is not to be checked.
void require_safe_logins(const std::vector<Login>& logins, const Project& project,
                         const base::Environment& env);

/// What the app or its operator wants, and anyone on the way can change: indexes over http, hosts whose
/// certificates are not checked.
std::vector<Advice> advice_on_unprotected_indexes(const Project& project, const base::Environment& env);

}  // namespace adder::python
