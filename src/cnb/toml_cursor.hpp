#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace adder::cnb {

/// A text that is not TOML: what is expected instead, and where.
class NotToml : public std::runtime_error {
  public:
    NotToml(const std::string& complaint, unsigned line, std::string line_text)
        : std::runtime_error{complaint}, line_{line}, line_text_{std::move(line_text)} {}

    unsigned line() const { return line_; }
    const std::string& line_text() const { return line_text_; }

  private:
    unsigned line_;
    std::string line_text_;
};

/// A place in a TOML text, which only moves forward.
class TomlCursor {
  public:
    /// Line ends have to be '\n', and the text UTF-8. It has to outlive the cursor.
    explicit TomlCursor(std::string_view text) : text_{text} {}

    bool at_end() const { return at_ == text_.size(); }
    /// '\0' at the end, which no TOML contains.
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    std::string_view rest() const { return text_.substr(at_); }
    bool starts_with(std::string_view start) const { return rest().starts_with(start); }
    void advance(std::size_t count) { at_ += count; }

    /// Moves over the text if it is next.
    bool skip(std::string_view expected);
    /// Moves over all of these characters that are next, and returns them.
    std::string_view take_all_of(std::string_view characters);
    void skip_blanks() { take_all_of(" \t"); }
    /// A comment, if there is one, up to the end of its line.
    void skip_comment();
    /// Whatever may be between the elements of an array.
    void skip_blanks_comments_and_lines();

    /// Counted from 1. All calls together look at each character once.
    unsigned line();

    [[noreturn]] void fail(const std::string& complaint);

  private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;  ///< before it, line ends are counted
    unsigned line_ = 1;
};

/// Not allowed in a text: TOML knows no control character but the tab.
constexpr bool is_toml_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

}  // namespace adder::cnb
