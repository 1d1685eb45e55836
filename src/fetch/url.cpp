#include "fetch/url.hpp"

#include "fetch/percent_encoding.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace adder::fetch {

namespace {

using base::Error;

constexpr std::string_view hexadecimal = "0123456789ABCDEF";

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// A text that is no URL cannot be displayed as one, yet may hold a password: shown up to its user-info, or
/// its query.
std::string safe_excerpt(std::string_view text) {
    const std::size_t at = text.rfind('@');
    const std::string_view rest = at == std::string_view::npos ? text : text.substr(at);
    return (at == std::string_view::npos ? "" : "***") + base::printable(rest.substr(0, rest.find('?')));
}

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
    throw Error{"\"{}\" is not a usable URL: {}", safe_excerpt(text), why};
}

std::string percent_encode(std::string_view text, bool (*is_kept)(char)) {
    std::string encoded;
    for (const char c : text) {
        if (is_kept(c)) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += {'%', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
        }
    }
    return encoded;
}

/// RFC 3986 §3.1; nothing where a reference has no scheme.
std::optional<std::string_view> scheme_of(std::string_view text) {
    const std::size_t end = text.find_first_of(":/?#");
    if (end == std::string_view::npos || end == 0 || text[end] != ':' || !is_alpha(text[0])) return {};
    const std::string_view scheme = text.substr(0, end);
    const bool valid = std::ranges::all_of(
        scheme, [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
    return valid ? std::optional{scheme} : std::nullopt;
}

/// The components of RFC 3986 §3, of which a reference may lack any.
struct Parts {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
    std::optional<std::string_view> fragment;
};

Parts split_reference(std::string_view text) {
    Parts parts;
    parts.scheme = scheme_of(text);
    if (parts.scheme) text.remove_prefix(parts.scheme->size() + 1);
    if (text.starts_with("//")) {
        parts.authority = text.substr(2, text.find_first_of("/?#", 2) - 2);
        text.remove_prefix(2 + parts.authority->size());
    }
    if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
        parts.fragment = text.substr(hash + 1);
        text = text.substr(0, hash);
    }
    if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
        parts.query = text.substr(mark + 1);
        text = text.substr(0, mark);
    }
    parts.path = text;
    return parts;
}

void check_characters(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7f) refuse(text, "it holds a space or a control character");
        if (c == '\\') refuse(text, "it holds a backslash");
    }
}

/// Names, IPv4 addresses and bracketed IPv6 addresses. Anything else (percent-encoding, other scripts) is
/// read differently by different programs, which is how a check is fooled.
bool is_valid_host(std::string_view host) {
    if (host.starts_with('[')) {
        in6_addr ignored;
        return host.ends_with(']') &&
               ::inet_pton(AF_INET6, std::string{host.substr(1, host.size() - 2)}.c_str(), &ignored) == 1;
    }
    return !host.empty() && std::ranges::all_of(host, [](char c) {
        return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
    });
}

/// RFC 3986 §5.2.4.
std::string remove_dot_segments(std::string_view path) {
    std::vector<std::string_view> kept;
    std::vector<std::string_view> segments = base::split(path, '/');
    for (std::size_t i = 1; i < segments.size(); ++i) {  // the first is what precedes the leading '/'
        const bool is_last = i + 1 == segments.size();
        if (segments[i] == "..") {
            if (!kept.empty()) kept.pop_back();
        } else if (segments[i] != ".") {
            kept.push_back(segments[i]);
            continue;
        }
        if (is_last) kept.push_back("");
    }
    std::string result;
    for (const std::string_view segment : kept) (result += '/') += segment;
    return result.empty() ? "/" : result;
}

bool looks_secret(std::string_view parameter) {
    static constexpr std::array words{"token", "key",  "sig",    "secret",  "pass",    "pwd",
                                      "auth",  "cred", "x-amz-", "x-goog-", "session", "jwt"};
    const std::string name = base::to_lower(parameter);
    return std::ranges::any_of(words, [&](const char* word) { return name.find(word) != std::string::npos; });
}

std::string_view name_of(Url::Scheme scheme) {
    switch (scheme) {
        case Url::Scheme::http:
            return "http";
        case Url::Scheme::https:
            return "https";
        case Url::Scheme::file:
            return "file";
    }
    return "";
}

}  // namespace

Url Url::parse(std::string_view text) {
    check_characters(text);
    const Parts parts = split_reference(text);
    Url url;
    const std::string scheme = base::to_lower(parts.scheme.value_or(""));
    if (scheme == "http") {
        url.scheme_ = Scheme::http;
    } else if (scheme == "https") {
        url.scheme_ = Scheme::https;
    } else if (scheme == "file") {
        url.scheme_ = Scheme::file;
    } else {
        refuse(text, "it must begin with https://, or with file:// for a local file");
    }

    std::string_view authority = parts.authority.value_or("");
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        url.user_info_ = percent_encode(authority.substr(0, at), is_ascii);
        authority.remove_prefix(at + 1);
    }
    const std::size_t colon = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
    url.host_ = base::to_lower(authority.substr(0, colon));
    if (colon != std::string_view::npos) url.port_ = authority.substr(colon + 1);
    if (url.scheme_ == Scheme::file) {
        if (!authority.empty() && url.host_ != "localhost") {
            refuse(text, "a file URL has three slashes, as in file:///path");
        }
        if (!url.user_info_.empty() || !url.port_.empty()) refuse(text, "a file has no user and no port");
        url.host_.clear();
        if (!parts.path.starts_with('/')) refuse(text, "a file's path must be absolute");
    } else {
        if (!is_valid_host(url.host_)) refuse(text, "it names no valid host");
        const std::optional<unsigned> port = base::parse_number(url.port_);
        if (!url.port_.empty() && (!port || *port == 0 || *port > 65535)) {
            refuse(text, "it has no valid port");
        }
    }

    url.path_ = parts.path.empty() ? "/" : percent_encode(parts.path, is_ascii);
    url.has_query_ = parts.query.has_value();
    url.query_ = percent_encode(parts.query.value_or(""), is_ascii);
    url.fragment_ = percent_encode(parts.fragment.value_or(""), is_ascii);
    return url;
}

Url Url::of_file(const std::filesystem::path& file) {
    if (!file.is_absolute()) throw Error{"{} is not an absolute path", file};
    const auto is_kept = [](char c) {
        return is_alpha(c) || is_digit(c) || std::string_view{"/-._~+=@:,"}.find(c) != std::string_view::npos;
    };
    return parse("file://" + percent_encode(file.native(), is_kept));
}

std::string Url::text() const {
    std::string text{name_of(scheme_)};
    text += "://";
    if (!user_info_.empty()) text += user_info_ + '@';
    text += host_;
    if (!port_.empty()) text += ':' + port_;
    text += path_;
    if (has_query_) text += '?' + query_;
    if (!fragment_.empty()) text += '#' + fragment_;
    return text;
}

std::string masked_query(std::string_view query) {
    std::vector<std::string> parameters;
    for (const std::string_view parameter : base::split(query, '&')) {
        const std::string_view name = parameter.substr(0, parameter.find('='));
        const bool mask = name.size() < parameter.size() && looks_secret(name);
        parameters.push_back(mask ? std::string{name} + "=***" : std::string{parameter});
    }
    return base::join(parameters, "&");
}

std::string Url::display() const {
    Url shown = *this;
    shown.user_info_.clear();
    shown.fragment_.clear();
    shown.query_ = masked_query(query_);
    return shown.text();
}

std::string Url::port() const {
    if (!port_.empty() || scheme_ == Scheme::file) return port_;
    return scheme_ == Scheme::https ? "443" : "80";
}

bool Url::is_loopback() const {
    if (host_ == "localhost") return true;
    if (host_.starts_with('[')) {
        in6_addr address;
        return ::inet_pton(AF_INET6, host_.substr(1, host_.size() - 2).c_str(), &address) == 1 &&
               IN6_IS_ADDR_LOOPBACK(&address);
    }
    in_addr address;  // inet_pton takes four decimal numbers only: shorthand such as 127.1 stays out
    return ::inet_pton(AF_INET, host_.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

Url Url::resolve(std::string_view reference) const {
    check_characters(reference);
    const Parts parts = split_reference(reference);
    if (parts.scheme) return parse(reference);
    if (parts.authority) return parse(std::string{name_of(scheme_)} + ':' + std::string{reference});

    Url url = *this;
    url.fragment_ = percent_encode(parts.fragment.value_or(""), is_ascii);
    if (parts.path.empty() && !parts.query) return url;
    url.has_query_ = parts.query.has_value();
    url.query_ = percent_encode(parts.query.value_or(""), is_ascii);
    if (parts.path.empty()) return url;
    const std::string path = percent_encode(parts.path, is_ascii);
    const std::string directory = path_.substr(0, path_.rfind('/') + 1);
    url.path_ = remove_dot_segments(path.starts_with('/') ? path : directory + path);
    return url;
}

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = [&](std::size_t at) {
            const std::size_t value =
                at < text.size() ? base::to_lower(hexadecimal).find(base::to_lower(text.substr(at, 1)))
                                 : std::string_view::npos;
            if (value == std::string_view::npos) throw Error{"a '%' without two hexadecimal digits"};
            return value;
        };
        if (text[i] != '%') {
            decoded += text[i];
        } else {
            decoded += static_cast<char>(digit(i + 1) * 16 + digit(i + 2));
            i += 2;
        }
    }
    return decoded;
}

std::string percent_encoded(std::string_view text) {
    return percent_encode(text, [](char c) {
        return is_alpha(c) || is_digit(c) || std::string_view{"-._~"}.find(c) != std::string_view::npos;
    });
}

Url Url::file_in(std::string_view name) const { return resolve("./" + percent_encoded(name)); }

std::filesystem::path Url::file_path() const {
    if (scheme_ != Scheme::file) throw Error{"{} is not a file", display()};
    try {
        std::string path = percent_decoded(path_);
        if (path.find('\0') != std::string::npos) throw Error{"a path cannot hold a NUL"};
        return path;
    } catch (Error& error) {
        error.add_context("in {}", display());
        throw;
    }
}

void require_secure(const Url& url) {
    if (url.scheme() != Url::Scheme::http || url.is_loopback()) return;
    throw InsecureUrl{"{} is not fetched: plain http can be changed by anyone on the way; use https",
                      url.display()};
}

}  // namespace adder::fetch
