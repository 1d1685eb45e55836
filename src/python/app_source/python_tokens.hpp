#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// A piece of Python source (the language reference, "Lexical analysis").
struct PythonToken {
    enum class Kind {
        name,  ///< keywords, too
        number,
        string,    ///< whole, with prefix and quotes; an f-string with all that is nested in it
        symbol,    ///< an operator or delimiter of one or two characters
        line_end,  ///< of a logical line, or the ';' between two statements
        end,
    };
    Kind kind = Kind::end;
    std::string_view text = {};
    unsigned line = 0;         ///< counted from 1
    unsigned indentation = 0;  ///< of the logical line it stands in, with tabs every eight columns

    bool is(std::string_view symbol_or_name) const { return kind != Kind::string && text == symbol_or_name; }
};

/// The text of a string literal without prefix and quotes, escapes as they are written; empty for an
/// f-string, which has no text before the program runs.
std::string_view string_contents(const PythonToken& token);

/// Splits Python source into tokens. Any bytes will do, in time and space proportional to their number: what
/// is no Python gives some tokens, never an error. The source must outlive the tokens.
class PythonTokens {
  public:
    explicit PythonTokens(std::string_view source);

    /// The next token; `end` for ever after the last.
    PythonToken next();

  private:
    struct Level;

    PythonToken token(PythonToken::Kind kind, std::size_t from);
    void begin_line();
    void skip_blanks();
    void skip_comment();
    void take_line_break();
    PythonToken name_or_string();
    PythonToken symbol();
    void skip_string(bool is_formatted);
    void skip_plain_string();
    void skip_formatted_string();
    void open_formatted_string(std::vector<Level>& levels);
    void skip_in_expression(std::vector<Level>& levels);
    void skip_in_text(std::vector<Level>& levels);
    bool quotes_at(std::size_t at, char quote, std::size_t count) const;
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }
    bool is_at_line_break() const { return at_ < source_.size() && (peek() == '\n' || peek() == '\r'); }

    std::string_view source_;
    std::size_t at_ = 0;
    unsigned line_ = 1;
    unsigned indentation_ = 0;
    std::size_t brackets_ = 0;
    bool in_line_ = false;  ///< a token of the logical line was given
};

/// A logical line: its tokens, without its end.
struct PythonStatement {
    unsigned indentation = 0;
    std::vector<PythonToken> tokens = {};
};

/// Splits Python source into statements; of a compound one (`if`, `def`) this is what stands before its body.
class PythonStatements {
  public:
    /// Of a longer statement the rest is left out: only tables of data are that long.
    static constexpr std::size_t longest = 10'000;

    explicit PythonStatements(std::string_view source) : tokens_{source} {}

    /// Replaces `statement`; false at the end of the source.
    bool next(PythonStatement& statement);

  private:
    PythonTokens tokens_;
};

}  // namespace adder::python
