#include "python/network/redaction.hpp"

#include "fetch/percent_encoding.hpp"

#include <algorithm>

namespace adder::python {

namespace {

constexpr std::string_view mask = "****";
constexpr std::size_t shortest_secret = 4;

void replace_all(std::string& text, std::string_view part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + mask.size()))
        text.replace(at, part.size(), mask);
}

/// `https://user:password@host` as `https://****@host`.
void mask_user_info(std::string& text) {
    constexpr std::string_view ends = "/?# \t\"'<>)";
    for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at)) {
        const bool is_http = std::string_view{text}.substr(0, at).ends_with("http") ||
                             std::string_view{text}.substr(0, at).ends_with("https");
        at += 3;
        const std::size_t end = std::min(text.find_first_of(ends, at), text.size());
        const std::size_t user_end = text.substr(0, end).rfind('@');
        if (is_http && user_end != std::string::npos && user_end >= at) text.replace(at, user_end - at, mask);
    }
}

}  // namespace

Redaction::Redaction(std::vector<std::string> secrets) {
    for (std::string& secret : secrets) {
        if (secret.size() < shortest_secret) continue;
        std::string encoded = fetch::percent_encoded(secret);
        if (encoded != secret) secrets_.push_back(std::move(encoded));
        secrets_.push_back(std::move(secret));
    }
    std::ranges::sort(secrets_, std::ranges::greater{}, &std::string::size);
}

std::vector<std::string> Redaction::secrets_in(const base::Environment& env) {
    std::vector<std::string> secrets;
    for (const auto& [name, value] : env.variables()) {
        const bool is_of_a_tool = name.starts_with("UV_") || name.starts_with("PIP_") ||
                                  name.starts_with("POETRY_") || name.starts_with("PDM_") ||
                                  name.starts_with("PIPENV_");
        const bool is_secret = name.find("PASSWORD") != std::string::npos ||
                               name.find("TOKEN") != std::string::npos ||
                               (name.starts_with("POETRY_HTTP_BASIC_") && !name.ends_with("_USERNAME"));
        if (is_of_a_tool && is_secret) secrets.push_back(value);
    }
    return secrets;
}

std::string Redaction::apply(std::string_view line) const {
    std::string text{line};
    for (const std::string& secret : secrets_) replace_all(text, secret);
    mask_user_info(text);
    return text;
}

}  // namespace adder::python
