#include "python/network/bound_credentials.hpp"

#include "python/network/messages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::python {

namespace {

constexpr const char* http_type = "http-credentials";
constexpr const char* index_type = "pypi";

std::string entry(const cnb::Binding& binding, std::string_view key) {
    const auto found = binding.secrets.find(key);
    return found == binding.secrets.end() ? "" : found->second;
}

bool can_stand_in_netrc(std::string_view text) {
    const auto is_refused = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7f || c == '"' || c == '\\';
    };
    return !text.empty() && std::ranges::none_of(text, is_refused);
}

/// Of "host", "host:8443" and "[::1]:8443".
std::pair<std::string, std::string> host_and_port(const std::string& place) {
    const std::size_t colon =
        place.find(':', place.starts_with('[') ? std::min(place.find(']'), place.size()) : 0);
    if (colon == std::string::npos || place.find(':', colon + 1) != std::string::npos) return {place, ""};
    return {place.substr(0, colon), place.substr(colon + 1)};
}

bool is_loopback(const std::string& host) {
    try {
        return fetch::Url::parse("http://" + host + "/").is_loopback();
    } catch (const base::Error&) {
        return false;
    }
}

Login login_of(const cnb::Binding& binding, const char* type, std::string host, std::string username,
               std::string password) {
    if (!can_stand_in_netrc(username) || !can_stand_in_netrc(password)) {
        throw messages::bad_credentials(
            type, binding.name,
            "it needs a token, or a username and a password, without white space, quotes and backslashes");
    }
    return {binding.name, std::move(host), std::move(username), std::move(password)};
}

BoundIndex bound_index(const cnb::Binding& binding) {
    const auto refuse = [&](const std::string& reason) {
        return messages::bad_credentials(index_type, binding.name, reason);
    };
    const std::string text = entry(binding, "url");
    if (text.empty()) throw refuse("it has no url");
    BoundIndex index{.binding = binding.name, .url = fetch::Url::of_file("/"), .login = {}};
    try {
        index.url = fetch::Url::parse(text);
        fetch::require_secure(index.url);
    } catch (const base::Error&) {
        throw refuse("its url is none, or none that others cannot read along (https)");  // may hold secrets
    }
    if (index.url.has_user_info()) throw refuse("its url has a name or a password in it");

    const std::string use = base::to_lower(entry(binding, "index"));
    if (!use.empty() && use != "default" && use != "credentials")
        throw refuse("its index is neither default nor credentials");
    if (use == "default") index.use = BoundIndex::Use::always;
    if (use == "credentials") index.use = BoundIndex::Use::never;

    std::string username = entry(binding, "username");
    std::string password = entry(binding, "password");
    if (std::string token = entry(binding, "token"); !token.empty()) {
        password = std::move(token);
        if (username.empty()) username = "__token__";  // as PyPI has it, and most others after it
    }
    if (!username.empty() || !password.empty()) {
        index.login =
            login_of(binding, index_type, index.url.host(), std::move(username), std::move(password));
        index.login->port = index.url.port();
        index.login->is_for_http = index.url.scheme() == fetch::Url::Scheme::http;
    }
    return index;
}

}  // namespace

std::vector<Login> http_logins(const cnb::Bindings& bindings) {
    std::vector<Login> logins;
    for (const cnb::Binding& binding : bindings.find(http_type)) {
        const std::string place = entry(binding, "host");
        if (!can_stand_in_netrc(place))
            throw messages::bad_credentials(http_type, binding.name, "it names no host");
        if (!entry(binding, "token").empty()) continue;
        const auto [host, port] = host_and_port(place);
        logins.push_back(
            login_of(binding, http_type, host, entry(binding, "username"), entry(binding, "password")));
        logins.back().port = port;
        logins.back().is_for_http = is_loopback(host);
    }
    return logins;
}

std::vector<BoundIndex> bound_indexes(const cnb::Bindings& bindings) {
    std::vector<BoundIndex> indexes;
    for (const cnb::Binding& binding : bindings.find(index_type)) indexes.push_back(bound_index(binding));
    return indexes;
}

std::string netrc_lines(const std::vector<Login>& logins) {
    std::string lines;
    for (const Login& login : logins) {
        for (const Login& other : logins) {
            if (&other == &login) break;
            if (base::to_lower(other.host) != base::to_lower(login.host)) continue;
            if (other.username != login.username || other.password != login.password)
                throw messages::two_logins(login.host, other.binding, login.binding);
        }
        lines +=
            base::format("machine {} login {} password {}\n", login.host, login.username, login.password);
    }
    return lines;
}

}  // namespace adder::python
