#pragma once

#include <adder/base/environment.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// A text that stands for somebody's right to get in.
struct Secret {
    std::string text;
    std::string origin;         ///< where the build knows it from, for people: "the variable PIP_INDEX_URL"
    std::string username = {};  ///< of the account whose password it is; empty where that is not known

    bool operator==(const Secret&) const = default;
};

/// Shorter ones are left alone: they stand in too many words.
inline constexpr std::size_t shortest_secret = 4;

/// Those in variables: whatever has PASSWORD, TOKEN or SECRET in its name, and the passwords and tokens in
/// URLs, be they of indexes or of proxies.
std::vector<Secret> secrets_in_variables(const base::Environment& env);

/// The values of variables that files refer to as `${NAME}` or `$NAME`: pip, Pipenv and PDM put them into
/// URLs. What these files use them for is not certain, so a value may be no secret, such as a host.
std::vector<Secret> secrets_used_by(const std::vector<std::string_view>& texts, const base::Environment& env);

/// The passwords of a netrc file (ftp(1)).
std::vector<Secret> secrets_in_netrc(std::string_view text);

/// The lines of a private key, which tools show one by one.
std::vector<Secret> secrets_in_key(std::string_view key, const std::string& origin);

/// As it is sent and shown: as it is, percent-encoded, and as HTTP's basic authentication writes it with its
/// user's name (RFC 7617, base64 without the padding).
std::vector<std::string> forms_of(const Secret& secret);

}  // namespace adder::python
