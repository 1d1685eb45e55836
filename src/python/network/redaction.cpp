#include "python/network/redaction.hpp"

#include "fetch/url.hpp"

#include <algorithm>

namespace adder::python {

namespace {

constexpr std::string_view mask = "****";

void replace_all(std::string& text, std::string_view part) {
    std::size_t at = text.find(part);
    if (at == std::string::npos) return;
    std::string result;
    std::size_t from = 0;
    for (; at != std::string::npos; at = text.find(part, from)) {
        result += text.substr(from, at - from);
        result += mask;
        from = at + part.size();
    }
    text = result + text.substr(from);
}

/// What follows "https://", up to where it ends: `user:password@host/path?token=x`.
std::string masked(std::string_view rest) {
    const std::size_t path = std::min(rest.find_first_of("/?#"), rest.size());
    const std::size_t user_end = rest.substr(0, path).rfind('@');
    std::string result;
    if (user_end != std::string_view::npos) {
        result += mask;
        rest.remove_prefix(user_end);
    }
    const std::size_t query = rest.find('?');
    if (query == std::string_view::npos) return result + std::string{rest};
    const std::size_t fragment = std::min(rest.find('#', query), rest.size());
    result += rest.substr(0, query + 1);
    result += fetch::masked_query(rest.substr(query + 1, fragment - query - 1));
    return result + std::string{rest.substr(fragment)};
}

std::string with_masked_urls(std::string_view text) {
    constexpr std::string_view scheme_end = "://";
    constexpr std::string_view ends = " \t\"'<>)";
    std::string result;
    for (std::size_t at = text.find(scheme_end); at != std::string_view::npos; at = text.find(scheme_end)) {
        const std::string_view before = text.substr(0, at);
        const bool is_http = before.ends_with("http") || before.ends_with("https");
        result += text.substr(0, at + scheme_end.size());
        text.remove_prefix(at + scheme_end.size());
        if (!is_http) continue;
        const std::string_view rest = text.substr(0, text.find_first_of(ends));
        result += masked(rest);
        text.remove_prefix(rest.size());
    }
    return result + std::string{text};
}

}  // namespace

Redaction::Redaction(const std::vector<Secret>& secrets) {
    for (const Secret& secret : secrets) {
        for (std::string& form : forms_of(secret)) forms_.push_back(std::move(form));
    }
    std::ranges::sort(forms_, [](const std::string& one, const std::string& other) {
        return std::pair{other.size(), one} < std::pair{one.size(), other};
    });
    forms_.erase(std::unique(forms_.begin(), forms_.end()), forms_.end());
}

std::string Redaction::apply(std::string_view line) const {
    std::string text{line};
    for (const std::string& form : forms_) replace_all(text, form);
    return with_masked_urls(text);
}

}  // namespace adder::python
