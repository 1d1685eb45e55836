#include "python/failures/words.hpp"

#include "fetch/url.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace adder::python::failures {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Without "2026-11-28T02:44:08,193 ", as pip's log begins its lines.
std::string_view without_time(std::string_view line) {
    constexpr std::string_view pattern = "0000-00-00T00:00:00,000";
    if (line.size() < pattern.size()) return line;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '0' ? !is_digit(line[at]) : line[at] != pattern[at]) return line;
    }
    return line.substr(pattern.size());
}

/// Without what tools draw around their lines.
std::string_view without_frame(std::string_view line) {
    constexpr std::array<std::string_view, 8> frames{"│", "|", "├─▶", "╰─▶", "╰─>", "×", "✖", "✘"};
    for (bool found = true; found;) {
        found = false;
        line = base::trim(line);
        for (const std::string_view frame : frames) {
            if (!line.starts_with(frame)) continue;
            line.remove_prefix(frame.size());
            found = true;
        }
    }
    return line;
}

std::string without_colours(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\x1b' || at + 1 == text.size() || text[at + 1] != '[') {
            plain += text[at];
            continue;
        }
        at = std::min(text.find_first_not_of("0123456789;", at + 2), text.size());
    }
    return plain;
}

/// "→ 5519│ raise NotGitRepository": a tool that shows its own code, whose words say nothing of what
/// happened.
bool is_code(std::string_view line) {
    line = base::trim(line);
    if (line.starts_with("→")) line = base::trim(line.substr(std::string_view{"→"}.size()));
    const std::size_t digits = line.find_first_not_of("0123456789");
    return digits != 0 && digits != std::string_view::npos && line.substr(digits).starts_with("│");
}

constexpr std::string_view around = "`'\"()[]{}<>,.;:";

std::string bare(std::string_view word) {
    const std::size_t first = word.find_first_not_of(around);
    if (first == std::string_view::npos) return {};
    return std::string{word.substr(first, word.find_last_not_of(around) - first + 1)};
}

std::optional<std::string> first_word(std::string_view text) {
    text = base::trim(text);
    std::string word = bare(text.substr(0, text.find(' ')));
    return word.empty() ? std::nullopt : std::optional{std::move(word)};
}

}  // namespace

std::string one_line(std::string_view output) {
    const std::string plain = without_colours(output);
    std::string text;
    for (const std::string_view line : base::lines(plain)) {
        if (is_code(line)) continue;
        for (const std::string_view word : base::words(without_frame(without_time(line)))) {
            text += word;
            text += ' ';
        }
    }
    return text;
}

bool has_text(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::ranges::any_of(parts, [&](std::string_view part) { return has_text(text, part); });
}

std::optional<std::string> word_after(std::string_view text, std::string_view words) {
    const std::size_t at = text.find(words);
    return at == std::string_view::npos ? std::nullopt : first_word(text.substr(at + words.size()));
}

std::optional<std::string> word_after_last(std::string_view text, std::string_view words) {
    const std::size_t at = text.rfind(words);
    return at == std::string_view::npos ? std::nullopt : first_word(text.substr(at + words.size()));
}

std::optional<std::string> word_before(std::string_view text, std::string_view words) {
    const std::size_t at = text.find(words);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view before = base::trim(text.substr(0, at));
    std::string word = bare(before.substr(before.rfind(' ') + 1));
    return word.empty() ? std::nullopt : std::optional{std::move(word)};
}

std::optional<std::string> text_between(std::string_view text, std::string_view start, std::string_view end) {
    const std::size_t at = text.find(start);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(at + start.size());
    const std::size_t stop = rest.find(end);
    if (stop == std::string_view::npos) return std::nullopt;
    return std::string{base::trim(rest.substr(0, stop))};
}

std::string without_parentheses(std::string_view package) {
    std::string plain;
    for (const char c : package) {
        if (c != '(' && c != ')') plain += c;
    }
    return plain;
}

std::optional<std::string> url_after(std::string_view text, std::string_view words) {
    const std::size_t at = text.find(words);
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view rest = text.substr(at + words.size());
    const std::size_t scheme = std::min({rest.find("https://"), rest.find("http://"), rest.find("ssh://")});
    if (scheme == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(scheme);
    std::string_view url = rest.substr(0, rest.find_first_of(" `'\"()<>,"));
    while (url.ends_with(':') || url.ends_with('.')) url.remove_suffix(1);
    try {
        return fetch::Url::parse(url).display();
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

}  // namespace adder::python::failures
