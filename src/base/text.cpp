#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

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
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::vector<std::string_view> result = split(text, '\n');
    if (result.back().empty()) result.pop_back();
    for (std::string_view& line : result) {
        if (line.ends_with('\r')) line.remove_suffix(1);
    }
    return result;
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
        const std::size_t length = utf8_length(text);
        const auto first = static_cast<unsigned char>(text.front());
        const bool control = first < 0x20 || first == 0x7f;
        const std::string piece =
            length == 0 || control ? format("\\x{:02x}", first) : std::string{text.substr(0, length)};
        if (result.size() + piece.size() > limit) return result + std::string{ellipsis};
        result += piece;
        text.remove_prefix(length == 0 ? 1 : length);
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
