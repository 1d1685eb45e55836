#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::base {

/// Without spaces, tabs and line ends on either side.
std::string_view trim(std::string_view text);

/// Every piece between separators, empty ones included: n separators give n + 1 pieces.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The non-empty pieces between runs of spaces, tabs and line ends.
std::vector<std::string_view> words(std::string_view text);

/// The lines without their ends; LF, CRLF and a leading byte-order mark are understood.
std::vector<std::string_view> lines(std::string_view text);

/// The same one by one, which takes no memory for texts of millions of lines. The text has to outlive it.
class LineReader {
  public:
    explicit LineReader(std::string_view text);

    /// Replaces `line`; false after the last one.
    bool next(std::string_view& line);

  private:
    std::string_view rest_;
};

/// The functions above return views into what they are given, which must therefore outlive the result.
template <std::same_as<std::string> Temporary>
std::string_view trim(Temporary&&) = delete;
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> split(Temporary&&, char) = delete;
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> words(Temporary&&) = delete;
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> lines(Temporary&&) = delete;

std::string join(const std::vector<std::string>& pieces, std::string_view separator);

/// ASCII only, which is all that names of variables, packages and hosts need.
std::string to_lower(std::string_view text);

bool is_valid_utf8(std::string_view text);

/// Digits only, no sign; nothing if it does not fit.
std::optional<unsigned> parse_number(std::string_view text);

/// Fit for a message: what `visible` replaces, and tabs; at most `limit` bytes.
std::string printable(std::string_view text, std::size_t limit = 200);

/// A line as a terminal is to show it, whoever wrote it: characters that control terminals (C0 but for tabs,
/// DEL, C1), that end lines, that turn the direction of text or hide it, and bytes that are not UTF-8 appear
/// as `\x1b` and `\u202e`. Colours (SGR sequences) are left out.
std::string visible(std::string_view line);

/// "12.1 MB", "800 kB", "17 bytes": powers of 1000, as package indexes and registries count.
std::string human_size(std::uint64_t bytes);

}  // namespace adder::base
