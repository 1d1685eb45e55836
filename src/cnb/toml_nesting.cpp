#include "cnb/toml_nesting.hpp"

#include <algorithm>

namespace adder::cnb {

namespace {

/// The place after a string that begins at `start` with a quote.
std::size_t end_of_string(std::string_view text, std::size_t start) {
    const char quote = text[start];
    const std::string_view three = text.substr(start, 3);
    const bool is_multiline = three.size() == 3 && three[1] == quote && three[2] == quote;
    const std::string_view end = is_multiline ? three : three.substr(0, 1);
    std::size_t i = start + end.size();
    while (i < text.size() && !text.substr(i).starts_with(end)) {
        if (text[i] == '\n' && !is_multiline) return i;  // not closed
        i += quote == '"' && text[i] == '\\' ? 2u : 1u;
    }
    return std::min(i + end.size(), text.size());
}

}  // namespace

unsigned toml_nesting(std::string_view text) {
    unsigned deepest = 0;
    unsigned depth = 0;
    unsigned dots = 0;  // of one key: "a.b.c" nests as deep as {a = {b = {c = …
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            i = end_of_string(text, i);
            continue;
        }
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        if (c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}') && depth > 0) --depth;
        if (c == '.') {
            ++dots;
        } else if (c == ',' || c == '=' || c == '\n') {
            dots = 0;
        }
        deepest = std::max(deepest, depth + dots);
        ++i;
    }
    return deepest;
}

}  // namespace adder::cnb
