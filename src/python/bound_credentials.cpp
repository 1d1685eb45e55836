#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/bound_credentials.hpp>

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
    if (!username.empty() || !password.empty())
        index.login =
            login_of(binding, index_type, index.url.host(), std::move(username), std::move(password));
    return index;
}

/// Whether a URL in the text, which is in lower case, is one of that host: neither of another whose name only
/// begins like this one, nor with the name elsewhere in it.
bool has_url_of(std::string_view text, std::string_view host) {
    constexpr std::string_view scheme_end = "://";
    constexpr std::string_view ends = "/?# \t\r\n\"'<>";
    constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    for (std::size_t at = text.find(scheme_end); at != std::string_view::npos;
         at = text.find(scheme_end, at)) {
        at += scheme_end.size();
        std::string_view rest = text.substr(at, text.find_first_of(ends, at) - at);
        rest.remove_prefix(rest.rfind('@') + 1);  // npos + 1 is 0
        if (!rest.starts_with(host)) continue;
        rest.remove_prefix(host.size());
        if (rest.empty() || of_names.find(rest.front()) == std::string_view::npos) return true;
    }
    return false;
}

bool names_host(const Project& project, const std::string& host) {
    return std::ranges::any_of(
        project.files, [&](const ProjectFile& file) { return has_url_of(base::to_lower(file.text), host); });
}

}  // namespace

std::vector<Login> http_logins(const cnb::Bindings& bindings) {
    std::vector<Login> logins;
    for (const cnb::Binding& binding : bindings.find(http_type)) {
        const std::string host = entry(binding, "host");
        if (!can_stand_in_netrc(host))
            throw messages::bad_credentials(http_type, binding.name, "it names no host");
        if (!entry(binding, "token").empty()) continue;
        logins.push_back(
            login_of(binding, http_type, host, entry(binding, "username"), entry(binding, "password")));
    }
    return logins;
}

std::vector<BoundIndex> bound_indexes(const cnb::Bindings& bindings) {
    std::vector<BoundIndex> indexes;
    for (const cnb::Binding& binding : bindings.find(index_type)) indexes.push_back(bound_index(binding));
    return indexes;
}

std::optional<BoundIndex> index_in_place_of_pypi(const std::vector<BoundIndex>& indexes,
                                                 const Project& project, const base::Environment& env) {
    for (const char* name : {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "UV_INDEX",
                             "UV_EXTRA_INDEX_URL", "PIP_EXTRA_INDEX_URL"}) {
        if (env.find_non_empty(name)) return std::nullopt;
    }
    std::optional<BoundIndex> chosen;
    for (const BoundIndex& index : indexes) {
        const bool is_used =
            index.use == BoundIndex::Use::always ||
            (index.use == BoundIndex::Use::unless_named && !names_host(project, index.url.host()));
        if (!is_used) continue;
        if (chosen) throw messages::several_indexes(chosen->binding, index.binding);
        chosen = index;
    }
    return chosen;
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
