#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace adder::base {

namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";

/// The length of the well-formed UTF-8 sequence (RFC 3629) that `text` starts with; 0 if there is none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    std::size_t length = 0;
    unsigned char lowest = 0x80;
    unsigned char highest = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) {
        length = 2;
    } else if (first >= 0xe0 && first <= 0xef) {
        length = 3;
        if (first == 0xe0) lowest = 0xa0;   // longer than needed
        if (first == 0xed) highest = 0x9f;  // surrogates
    } else if (first >= 0xf0 && first <= 0xf4) {
        length = 4;
        if (first == 0xf0) lowest = 0x90;
        if (first == 0xf4) highest = 0x8f;  // beyond U+10FFFF
    }
    if (length == 0 || text.size() < length) return 0;
    if (byte(1) < lowest || byte(1) > highest) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
    }
    return length;
}

/// The code point of a well-formed sequence.
char32_t code_point(std::string_view sequence) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    constexpr std::array<unsigned, 5> first_bits{0, 0x7f, 0x1f, 0x0f, 0x07};
    char32_t point = byte(0) & first_bits.at(sequence.size());
    for (std::size_t i = 1; i < sequence.size(); ++i) point = point << 6 | (byte(i) & 0x3fu);
    return point;
}

/// What does something to a terminal, or to how the text beside it is read.
bool is_invisible(char32_t point) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr std::array ranges{
        Range{0x00, 0x1f},       Range{0x7f, 0x9f},      // C0, DEL, C1
        Range{0x61c, 0x61c},     Range{0x200b, 0x200b},  // marks of direction, zero width;
        Range{0x200e, 0x200f},                           // not the joiners, which words and emoji have
        Range{0x2028, 0x202e},   Range{0x2060, 0x2069},  // ends of lines, embeddings, isolates
        Range{0xfeff, 0xfeff},   Range{0xfff9, 0xfffb},  // byte order mark, annotations
        Range{0xe0000, 0xe007f},                         // tags
    };
    return std::ranges::any_of(
        ranges, [point](const Range& range) { return point >= range.first && point <= range.last; });
}

/// Takes the first character off the text, and returns how it is shown.
std::string take_visible(std::string_view& text) {
    const std::size_t length = utf8_length(text);
    const std::string_view sequence = text.substr(0, std::max<std::size_t>(length, 1));
    text.remove_prefix(sequence.size());
    if (length == 0) return format("\\x{:02x}", static_cast<unsigned char>(sequence.front()));
    const char32_t point = code_point(sequence);
    if (!is_invisible(point)) return std::string{sequence};
    const auto number = static_cast<std::uint32_t>(point);
    if (number < 0x100) return format("\\x{:02x}", number);
    return number <= 0xffff ? format("\\u{:04x}", number) : format("\\U{:08x}", number);
}

/// How many bytes at the beginning are printable ASCII or tabs.
std::size_t length_of_plain(std::string_view text) {
    const auto end = std::ranges::find_if(text, [](char c) { return (c < ' ' || c > '~') && c != '\t'; });
    return static_cast<std::size_t>(end - text.begin());
}

/// Of `ESC [ 1 ; 31 m` at the beginning; 0 if there is none.
std::size_t length_of_colour(std::string_view text) {
    if (!text.starts_with("\x1b[")) return 0;
    const std::size_t end = text.find_first_not_of("0123456789;:", 2);
    return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

}  // namespace

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const std::size_t end = text.find(separator);
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return pieces;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> result;
    for (;;) {
        const std::size_t first = text.find_first_not_of(white_space);
        if (first == std::string_view::npos) return result;
        text.remove_prefix(first);
        const std::size_t end = text.find_first_of(white_space);
        result.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return result;
        text.remove_prefix(end);
    }
}

std::vector<std::string_view> lines(std::string_view text) {
    std::vector<std::string_view> result;
    LineReader reader{text};
    for (std::string_view line; reader.next(line);) result.push_back(line);
    return result;
}

LineReader::LineReader(std::string_view text) : rest_{text} {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
}

bool LineReader::next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
}

std::string join(const std::vector<std::string>& pieces, std::string_view separator) {
    std::string result;
    for (const std::string& piece : pieces) {
        if (&piece != &pieces.front()) result += separator;
        result += piece;
    }
    return result;
}

std::string to_lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::optional<unsigned> parse_number(std::string_view text) {
    unsigned number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return number;
}

std::string printable(std::string_view text, std::size_t limit) {
    constexpr std::string_view ellipsis = "…";
    std::string result;
    while (!text.empty()) {
        const std::string piece = take_visible(text);
        if (result.size() + piece.size() > limit) return result + std::string{ellipsis};
        result += piece;
    }
    return result;
}

std::string visible(std::string_view line) {
    std::string result;
    while (!line.empty()) {
        const std::size_t colour = length_of_colour(line);
        line.remove_prefix(colour);
        if (colour > 0) continue;
        // Most text is this: taken as it is, many bytes at once.
        const std::size_t plain = length_of_plain(line);
        result += line.substr(0, plain);
        line.remove_prefix(plain);
        if (plain == 0) result += take_visible(line);
    }
    return result;
}

std::string human_size(std::uint64_t bytes) {
    constexpr double thousand = 1000.0;
    const double size = static_cast<double>(bytes);
    if (size < thousand) return format("{} bytes", bytes);
    if (size < thousand * thousand) return format("{:.0f} kB", size / thousand);
    if (size < thousand * thousand * thousand) return format("{:.1f} MB", size / (thousand * thousand));
    return format("{:.2f} GB", size / (thousand * thousand * thousand));
}

}  // namespace adder::base
