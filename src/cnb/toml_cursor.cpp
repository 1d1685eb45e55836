#include "cnb/toml_cursor.hpp"

#include <adder/base/text.hpp>

#include <algorithm>

namespace adder::cnb {

bool TomlCursor::skip(std::string_view expected) {
    if (!starts_with(expected)) return false;
    at_ += expected.size();
    return true;
}

std::string_view TomlCursor::take_all_of(std::string_view characters) {
    const std::size_t end = std::min(text_.find_first_not_of(characters, at_), text_.size());
    const std::string_view taken = text_.substr(at_, end - at_);
    at_ = end;
    return taken;
}

void TomlCursor::skip_comment() {
    if (peek() != '#') return;
    while (!at_end() && peek() != '\n') {
        if (is_toml_control(peek())) fail("a comment cannot hold this control character");
        ++at_;
    }
}

void TomlCursor::skip_blanks_comments_and_lines() {
    for (;;) {
        take_all_of(" \t\n");
        if (peek() != '#') return;
        skip_comment();
    }
}

unsigned TomlCursor::line() {
    const auto from = text_.begin() + static_cast<std::ptrdiff_t>(counted_);
    const auto to = text_.begin() + static_cast<std::ptrdiff_t>(at_);
    line_ += static_cast<unsigned>(std::count(from, to, '\n'));
    counted_ = at_;
    return line_;
}

void TomlCursor::fail(const std::string& complaint) {
    const std::size_t start = at_ == 0 ? 0 : text_.rfind('\n', at_ - 1) + 1;
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    constexpr std::size_t widest = 80;
    throw NotToml{complaint, line(), base::printable(text_.substr(start, end - start), widest)};
}

}  // namespace adder::cnb
