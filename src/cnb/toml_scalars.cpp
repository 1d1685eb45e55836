#include "cnb/toml_scalars.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <limits>

namespace adder::cnb {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
constexpr std::string_view bare_key = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& text, std::uint32_t code) {
    const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80u | ((code >> shift) & 0x3fu)); };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xc0u | (code >> 6u));
        tail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xe0u | (code >> 12u));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0u | (code >> 18u));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// The four or eight digits of `\u` and `\U`.
void take_code_point(TomlCursor& cursor, std::size_t length, std::string& text) {
    const std::string_view number = cursor.rest().substr(0, length);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), code, 16);
    const bool is_number = number.size() == length && error == std::errc{} && end == number.data() + length;
    if (!is_number || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        cursor.fail("\\u and \\U should be followed by the four or eight digits of a character");
    append_utf8(text, code);
    cursor.advance(length);
}

/// What a backslash begins. In strings of several lines, one at the end of a line joins it to the next text.
void take_escape(TomlCursor& cursor, bool is_multiline, std::string& text) {
    cursor.advance(1);
    if (is_multiline && (cursor.peek() == ' ' || cursor.peek() == '\t' || cursor.peek() == '\n')) {
        cursor.skip_blanks();
        if (!cursor.at_end() && cursor.peek() != '\n')
            cursor.fail("a '\\' before blanks should be the last of its line");
        cursor.take_all_of(" \t\n");
        return;
    }
    constexpr std::string_view names = "btnfr\"\\";
    constexpr std::string_view meanings = "\b\t\n\f\r\"\\";
    const char name = cursor.peek();
    if (const std::size_t known = names.find(name); !cursor.at_end() && known != std::string_view::npos) {
        text += meanings[known];
        cursor.advance(1);
        return;
    }
    if (name != 'u' && name != 'U')
        cursor.fail("a '\\' in a string should begin one of \\b \\t \\n \\f \\r \\\" \\\\ \\u \\U");
    cursor.advance(1);
    take_code_point(cursor, name == 'u' ? 4 : 8, text);
}

/// Up to the next character that means something, or cannot be there.
void take_plain_text(TomlCursor& cursor, char quote, std::string& text) {
    const std::string_view rest = cursor.rest();
    const auto end =
        std::ranges::find_if(rest, [quote](char c) { return c == quote || c == '\\' || is_toml_control(c); });
    text.append(rest.begin(), end);
    cursor.advance(static_cast<std::size_t>(end - rest.begin()));
}

/// After the opening quotes. Quotes that end the text may be four or five: the first of them are its last.
std::string take_multiline_string(TomlCursor& cursor, char quote) {
    const std::string end(3, quote);
    std::string text;
    cursor.skip("\n");
    while (!cursor.skip(end)) {
        if (cursor.at_end()) cursor.fail("a string has no end");
        if (cursor.peek() == '\\' && quote == '"') {
            take_escape(cursor, true, text);
        } else if (is_toml_control(cursor.peek()) && cursor.peek() != '\n') {
            cursor.fail("a string cannot hold this control character");
        } else {
            text += cursor.peek();
            cursor.advance(1);
            take_plain_text(cursor, quote, text);
        }
    }
    for (int more = 0; more < 2 && cursor.peek() == quote; ++more) {
        text += quote;
        cursor.advance(1);
    }
    return text;
}

std::string take_line_string(TomlCursor& cursor, char quote) {
    std::string text;
    for (;;) {
        take_plain_text(cursor, quote, text);
        if (cursor.at_end() || cursor.peek() == '\n') cursor.fail("a string has no end in its line");
        if (cursor.peek() == quote) {
            cursor.advance(1);
            return text;
        }
        if (is_toml_control(cursor.peek())) cursor.fail("a string cannot hold this control character");
        if (quote == '"') {
            take_escape(cursor, false, text);
        } else {
            text += cursor.peek();
            cursor.advance(1);
        }
    }
}

/// The length of the digits at the start of `text`, between which there may be single underscores.
std::size_t digits_length(std::string_view text, std::string_view allowed) {
    std::size_t length = 0;
    for (;;) {
        const std::size_t next = length > 0 && text.substr(length).starts_with('_') ? length + 1 : length;
        if (next >= text.size() || allowed.find(text[next]) == std::string_view::npos) return length;
        length = next + 1;
    }
}

std::string without_underscores(std::string_view number) {
    std::string text{number};
    std::erase(text, '_');
    return text;
}

std::int64_t integer(TomlCursor& cursor, std::string_view number, int base) {
    std::string text = without_underscores(number);
    if (text.starts_with('+')) text.erase(0, 1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) cursor.fail("a whole number is too large");
    return value;
}

/// `0x…`, `0o…`, `0b…`; nullopt if the number is another.
std::optional<TomlValue> take_based_integer(TomlCursor& cursor) {
    struct Base {
        std::string_view prefix;
        std::string_view allowed;
        int base;
    };
    constexpr Base bases[] = {
        {"0x", hex_digits, 16}, {"0o", digits.substr(0, 8), 8}, {"0b", digits.substr(0, 2), 2}};
    for (const auto& [prefix, allowed, base] : bases) {
        if (!cursor.starts_with(prefix)) continue;
        const std::string_view number = cursor.rest().substr(2);
        const std::size_t length = digits_length(number, allowed);
        if (length == 0) return std::nullopt;
        const std::int64_t value = integer(cursor, number.substr(0, length), base);
        cursor.advance(2 + length);
        return TomlValue{value};
    }
    return std::nullopt;
}

double real(const std::string& text) {
    double value = 0;
    const char* start = text.data() + (text.starts_with('+') ? 1 : 0);
    const auto [end, error] = std::from_chars(start, text.data() + text.size(), value);
    // What no double can hold is infinite or zero, as elsewhere.
    return error == std::errc::result_out_of_range ? std::strtod(text.c_str(), nullptr) : value;
}

/// The length of ".5", "e10" or both at the start of `text`.
std::size_t fraction_length(std::string_view text) {
    std::size_t length = 0;
    if (text.starts_with('.')) {
        const std::size_t after = digits_length(text.substr(1), digits);
        if (after > 0) length = 1 + after;
    }
    std::string_view exponent = text.substr(length);
    if (!exponent.starts_with('e') && !exponent.starts_with('E')) return length;
    exponent.remove_prefix(1);
    const std::size_t sign = exponent.starts_with('+') || exponent.starts_with('-') ? 1 : 0;
    const std::size_t after = digits_length(exponent.substr(sign), digits);
    return after > 0 ? length + 1 + sign + after : length;
}

std::optional<TomlValue> take_number(TomlCursor& cursor) {
    if (auto based = take_based_integer(cursor)) return based;
    const std::string_view rest = cursor.rest();
    const std::size_t sign = rest.starts_with('+') || rest.starts_with('-') ? 1 : 0;
    const std::string_view number = rest.substr(sign);
    for (const char* word : {"inf", "nan"}) {
        if (!number.starts_with(word)) continue;
        const double value = word == std::string_view{"inf"} ? std::numeric_limits<double>::infinity()
                                                             : std::numeric_limits<double>::quiet_NaN();
        cursor.advance(sign + 3);
        return TomlValue{rest.starts_with('-') ? -value : value};
    }
    const std::size_t whole = number.starts_with('0') ? 1 : digits_length(number, digits);
    if (whole == 0) return std::nullopt;
    const std::size_t fraction = fraction_length(number.substr(whole));
    const std::string_view text = rest.substr(0, sign + whole + fraction);
    const TomlValue value =
        fraction == 0 ? TomlValue{integer(cursor, text, 10)} : TomlValue{real(without_underscores(text))};
    cursor.advance(text.size());
    return value;
}

/// Two digits at `at` as a number; -1 if they are not there.
int two_digits(std::string_view text, std::size_t at) {
    if (text.size() < at + 2 || !is_digit(text[at]) || !is_digit(text[at + 1])) return -1;
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

bool is_up_to(int number, int largest) { return number >= 0 && number <= largest; }

/// The length of "07:32:00.999" at the start of `text`; 0 if there is no time.
std::size_t time_length(std::string_view text) {
    constexpr std::size_t shortest = 8;
    if (text.size() < shortest || text[2] != ':' || text[5] != ':') return 0;
    if (!is_up_to(two_digits(text, 0), 23) || !is_up_to(two_digits(text, 3), 59) ||
        !is_up_to(two_digits(text, 6), 59))
        return 0;
    if (text.size() == shortest || text[shortest] != '.') return shortest;
    const std::size_t end = std::min(text.find_first_not_of(digits, shortest + 1), text.size());
    return end == shortest + 1 ? shortest : end;
}

/// The length of "Z" or "-07:00" at the start of `text`; 0 if there is none.
std::size_t offset_length(std::string_view text) {
    if (text.starts_with('Z') || text.starts_with('z')) return 1;
    const bool has_sign = text.starts_with('+') || text.starts_with('-');
    const bool is_offset = has_sign && text.size() >= 6 && text[3] == ':' &&
                           is_up_to(two_digits(text, 1), 23) && is_up_to(two_digits(text, 4), 59);
    return is_offset ? 6 : 0;
}

/// The length of "1979-05-27" at the start of `text`; 0 if there is no date.
std::size_t date_length(std::string_view text) {
    constexpr std::size_t length = 10;
    if (text.size() < length || text[4] != '-' || text[7] != '-') return 0;
    const int century = two_digits(text, 0);
    const int year = two_digits(text, 2);
    const int month = two_digits(text, 5);
    const int day = two_digits(text, 8);
    return century >= 0 && year >= 0 && month > 0 && is_up_to(month, 12) && day > 0 && is_up_to(day, 31)
               ? length
               : 0;
}

void check_date(TomlCursor& cursor, std::string_view text) {
    const std::chrono::year_month_day date{std::chrono::year{two_digits(text, 0) * 100 + two_digits(text, 2)},
                                           std::chrono::month{static_cast<unsigned>(two_digits(text, 5))},
                                           std::chrono::day{static_cast<unsigned>(two_digits(text, 8))}};
    if (!date.ok() || date.year() == std::chrono::year{0}) cursor.fail("there is no such date");
}

std::optional<TomlValue> take_date_or_time(TomlCursor& cursor) {
    const std::string_view rest = cursor.rest();
    std::size_t length = date_length(rest);
    if (length == 0) {
        length = time_length(rest);
    } else {
        check_date(cursor, rest);
        const bool has_mark =
            rest.size() > length && (rest[length] == 'T' || rest[length] == 't' || rest[length] == ' ');
        const std::size_t time = has_mark ? time_length(rest.substr(length + 1)) : 0;
        if (time > 0) {
            length += 1 + time;
            length += offset_length(rest.substr(length));
        }
    }
    if (length == 0) return std::nullopt;
    cursor.advance(length);
    return TomlValue{std::string{rest.substr(0, length)}};
}

}  // namespace

std::string take_toml_string(TomlCursor& cursor) {
    const char quote = cursor.peek();
    if (cursor.skip(std::string(3, quote))) return take_multiline_string(cursor, quote);
    cursor.advance(1);
    return take_line_string(cursor, quote);
}

std::string take_toml_key_part(TomlCursor& cursor) {
    const char first = cursor.peek();
    if (first == '"' || first == '\'') {
        cursor.advance(1);
        return take_line_string(cursor, first);
    }
    const std::string_view key = cursor.take_all_of(bare_key);
    if (key.empty()) cursor.fail("there should be a key of letters, digits, '-' and '_', or one in quotes");
    return std::string{key};
}

TomlValue take_toml_scalar(TomlCursor& cursor) {
    if (cursor.skip("true")) return true;
    if (cursor.skip("false")) return false;
    if (auto date = take_date_or_time(cursor)) return *std::move(date);
    if (auto number = take_number(cursor)) return *std::move(number);
    cursor.fail("there should be a value: a string in quotes, a number, true, false, an array or a table");
}

}  // namespace adder::cnb
