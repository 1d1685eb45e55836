#include "python/network/secrets.hpp"

#include "fetch/percent_encoding.hpp"

#include <adder/base/error.hpp>
#include <adder/base/signature.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace adder::python {

namespace {

bool has_secret_name(std::string_view name) {
    const std::string lower = base::to_lower(name);
    constexpr std::array words{"password", "passwd", "token", "secret"};
    const bool is_of_poetry = lower.starts_with("poetry_http_basic_") && !lower.ends_with("_username");
    return is_of_poetry || std::ranges::any_of(words, [&](const char* word) {
               return lower.find(word) != std::string::npos;
           });
}

/// The text, if it is not percent-encoded as it should be.
std::string decoded(std::string_view text) {
    try {
        return fetch::percent_decoded(text);
    } catch (const base::Error&) {
        return std::string{text};
    }
}

/// Of `https://user:password@host` it is the password, of `https://token@host` the token.
void add_user_info(std::string_view text, const std::string& origin, std::vector<Secret>& secrets) {
    constexpr std::string_view ends = "/?# \t\r\n\"'<>";
    for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at)) {
        at += 3;
        const std::string_view authority = text.substr(at, text.find_first_of(ends, at) - at);
        const std::size_t user_end = authority.rfind('@');
        if (user_end == std::string_view::npos) continue;
        const std::string_view user_info = authority.substr(0, user_end);
        const std::size_t colon = user_info.find(':');
        const bool has_password = colon != std::string_view::npos && colon + 1 < user_info.size();
        const std::string_view password =
            has_password ? user_info.substr(colon + 1) : user_info.substr(0, colon);
        const std::string username{has_password ? user_info.substr(0, colon) : ""};
        secrets.push_back({std::string{password}, origin, username});
        // In a URL it is encoded; elsewhere it is not.
        const std::string plain = decoded(password);
        if (plain != password) secrets.push_back({plain, origin, username});
    }
}

bool is_of_name(char c) {
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// NAME of each `$NAME` and `${NAME}`.
void add_names(std::string_view text, std::set<std::string>& names) {
    for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at)) {
        ++at;
        if (at < text.size() && text[at] == '{') ++at;
        std::size_t end = at;
        while (end < text.size() && is_of_name(text[end])) ++end;
        if (end > at) names.emplace(text.substr(at, end - at));
        at = end;
    }
}

/// As `Authorization: Basic` has it; without the padding, which an end of the text may cut off.
std::string basic(const Secret& secret) {
    const std::string text = base::to_base64(base::as_bytes(secret.username + ":" + secret.text));
    return text.substr(0, text.find('='));
}

}  // namespace

std::vector<Secret> secrets_in_variables(const base::Environment& env) {
    std::vector<Secret> secrets;
    for (const auto& [name, value] : env.variables()) {
        const std::string origin = "the variable " + name;
        if (has_secret_name(name)) secrets.push_back({value, origin});
        add_user_info(value, origin, secrets);
    }
    return secrets;
}

std::vector<Secret> secrets_used_by(const std::vector<std::string_view>& texts,
                                    const base::Environment& env) {
    std::set<std::string> names;
    for (const std::string_view text : texts) add_names(text, names);
    std::vector<Secret> secrets;
    for (const std::string& name : names) {
        if (const auto value = env.find_non_empty(name)) secrets.push_back({*value, "the variable " + name});
    }
    return secrets;
}

std::vector<Secret> secrets_in_netrc(std::string_view text) {
    std::vector<Secret> secrets;
    std::string username;
    std::string_view before;
    for (std::string_view word : base::words(text)) {
        const std::string_view what = std::exchange(before, word);
        if (word.size() > 1 && word.starts_with('"') && word.ends_with('"'))
            word = word.substr(1, word.size() - 2);
        if (what == "machine" || what == "default") username.clear();
        if (what == "login") username = word;
        if (what == "password") secrets.push_back({std::string{word}, "a netrc file", username});
    }
    return secrets;
}

std::vector<Secret> secrets_in_key(std::string_view key, const std::string& origin) {
    constexpr std::size_t shortest_line = 16;  // the last one may be short, and stand anywhere
    std::vector<Secret> secrets;
    for (const std::string_view line : base::lines(key)) {
        const std::string_view text = base::trim(line);
        if (text.size() >= shortest_line && !text.starts_with("-----"))
            secrets.push_back({std::string{text}, origin});
    }
    return secrets;
}

std::vector<std::string> forms_of(const Secret& secret) {
    if (secret.text.size() < shortest_secret) return {};
    std::vector<std::string> forms{secret.text};
    std::string encoded = fetch::percent_encoded(secret.text);
    if (encoded != secret.text) forms.push_back(std::move(encoded));
    if (!secret.username.empty()) forms.push_back(basic(secret));
    return forms;
}

}  // namespace adder::python
