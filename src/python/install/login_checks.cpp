#include "python/install/login_checks.hpp"

#include "fetch/url.hpp"
#include "python/dependencies/requirements.hpp"
#include "python/install/messages.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace adder::python {

namespace {

struct Source {
    std::string origin;
    std::string text;
};

/// By which tools are told where packages come from.
bool is_of_tools(std::string_view variable) {
    constexpr std::array<std::string_view, 5> prefixes{"PIP_", "UV_", "POETRY_", "PDM_", "PIPENV_"};
    return std::ranges::any_of(prefixes,
                               [&](std::string_view prefix) { return variable.starts_with(prefix); });
}

/// With the values of `${NAME}`s that have one.
std::string expanded(std::string_view text, const base::Environment& env) {
    std::string result;
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${")) {
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) break;
        const auto value = env.find(text.substr(at + 2, end - at - 2));
        result += text.substr(0, at);
        result += value ? *value : std::string{text.substr(at, end + 1 - at)};
        text.remove_prefix(end + 1);
    }
    return result + std::string{text};
}

std::vector<Source> sources(const Project& project, const base::Environment& env) {
    std::vector<Source> found;
    for (const ProjectFile& file : project.files) found.push_back({file.name, expanded(file.text, env)});
    for (const auto& [name, value] : env.variables()) {
        if (is_of_tools(name)) found.push_back({"the variable " + name, value});
    }
    return found;
}

void add_urls(const std::string& origin, std::string_view line, std::vector<NamedUrl>& urls) {
    constexpr std::string_view scheme_end = "://";
    constexpr std::string_view ends = " \t\"'<>),;";
    for (std::size_t at = line.find(scheme_end); at != std::string_view::npos; at = line.find(scheme_end)) {
        const std::string_view before = line.substr(0, at);
        line.remove_prefix(at + scheme_end.size());
        const std::string lower =
            base::to_lower(before.substr(before.size() - std::min<std::size_t>(before.size(), 5)));
        const bool is_https = lower.ends_with("https");
        if (!is_https && !lower.ends_with("http")) continue;
        const std::string_view authority = line.substr(0, line.find_first_of("/?#"));
        std::string_view place = authority.substr(0, authority.find_first_of(ends));
        place.remove_prefix(place.rfind('@') + 1);  // npos + 1 is 0
        const std::size_t host_end = place.starts_with('[') ? std::min(place.find(']'), place.size()) : 0;
        const std::size_t colon = place.find(':', host_end);
        const std::string_view port = colon == std::string_view::npos ? "" : place.substr(colon + 1);
        urls.push_back({origin, is_https, base::to_lower(place.substr(0, colon)),
                        port.empty() ? (is_https ? "443" : "80") : std::string{port}});
    }
}

bool is_loopback_host(const std::string& host) {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

bool is_comment(std::string_view line) { return base::trim(line).starts_with('#'); }

/// Hosts whose certificates are not to be checked, and who says so.
std::vector<NamedUrl> trusted_hosts(const Project& project, const base::Environment& env) {
    std::vector<NamedUrl> hosts;
    const auto add = [&](const std::string& origin, std::string_view word) {
        std::vector<NamedUrl> one;
        add_urls(origin, "https://" + std::string{word}, one);
        hosts.insert(hosts.end(), one.begin(), one.end());
    };
    for (const char* name : {"PIP_TRUSTED_HOST", "UV_INSECURE_HOST"}) {
        const std::string value = env.find(name).value_or("");
        for (const std::string_view word : base::words(value)) add(std::string{"the variable "} + name, word);
    }
    for (const ProjectFile& file : project.files) {
        for_each_requirement_line(file.text, [&](const std::string& line) {
            constexpr std::string_view option = "--trusted-host";
            if (!line.starts_with(option)) return;
            std::string_view rest = std::string_view{line}.substr(option.size());
            if (rest.starts_with('=')) rest.remove_prefix(1);
            add(file.name, base::trim(rest));
        });
    }
    return hosts;
}

bool is_of(const Login& login, const NamedUrl& url) { return base::to_lower(login.host) == url.host; }

bool is_bound_for(const Login& login, const NamedUrl& url) {
    const bool is_encrypted_as_bound = url.is_https || login.is_for_http;
    return is_of(login, url) && is_encrypted_as_bound && (login.port.empty() || login.port == url.port);
}

std::string text_of(const NamedUrl& url) {
    return base::format("{}://{}:{}", url.is_https ? "https" : "http", url.host, url.port);
}

}  // namespace

std::vector<NamedUrl> named_urls(const Project& project, const base::Environment& env) {
    std::vector<NamedUrl> urls;
    for (const Source& source : sources(project, env)) {
        for (const std::string_view line : base::lines(source.text)) {
            if (!is_comment(line)) add_urls(source.origin, line, urls);
        }
    }
    return urls;
}

void require_safe_logins(const std::vector<Login>& logins, const Project& project,
                         const base::Environment& env) {
    if (logins.empty()) return;
    for (const NamedUrl& url : named_urls(project, env)) {
        const auto login = std::ranges::find_if(logins, [&](const Login& each) { return is_of(each, url); });
        if (login == logins.end()) continue;
        if (std::ranges::none_of(logins, [&](const Login& each) { return is_bound_for(each, url); }))
            throw messages::login_exposed(url.origin, text_of(url), login->binding);
    }
    for (const NamedUrl& host : trusted_hosts(project, env)) {
        const auto login = std::ranges::find_if(logins, [&](const Login& each) { return is_of(each, host); });
        if (login != logins.end())
            throw messages::login_for_unchecked_host(host.origin, host.host, login->binding);
    }
}

std::vector<Advice> advice_on_unprotected_indexes(const Project& project, const base::Environment& env) {
    std::set<std::string> lines;
    for (const ProjectFile& file : project.files) {
        for_each_requirement_line(file.text, [&](const std::string& line) {
            if (!line.starts_with('-')) return;
            std::vector<NamedUrl> urls;
            add_urls(file.name, expanded(line, env), urls);
            for (const NamedUrl& url : urls) {
                if (!url.is_https && !is_loopback_host(url.host))
                    lines.insert(file.name + ": http://" + url.host);
            }
        });
    }
    for (const NamedUrl& url : named_urls({}, env)) {
        if (!url.is_https && !is_loopback_host(url.host)) lines.insert(url.origin + ": http://" + url.host);
    }
    for (const NamedUrl& host : trusted_hosts(project, env))
        lines.insert(host.origin + ": " + host.host + ", whose certificate is not checked");
    if (lines.empty()) return {};
    return {messages::unprotected_indexes({lines.begin(), lines.end()})};
}

}  // namespace adder::python
