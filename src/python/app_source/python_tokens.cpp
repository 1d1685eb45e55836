#include "python/app_source/python_tokens.hpp"

#include <algorithm>

namespace adder::python {

namespace {

using Kind = PythonToken::Kind;

constexpr unsigned tab_width = 8;
constexpr std::size_t deepest_nesting = 150;  // of f-strings, as in CPython

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whatever is not ASCII may stand in a name.
bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) { return begins_name(c) || is_digit(c); }

bool is_quote(char c) { return c == '"' || c == '\''; }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == '\0'; }

/// `r`, `Rb`, `f`, …: what a string may begin with.
bool is_string_prefix(std::string_view text) {
    return text.size() <= 2 && text.find_first_not_of("rRbBuUfFtT") == std::string_view::npos;
}

bool is_formatted_prefix(std::string_view text) {
    return text.find_first_of("fFtT") != std::string_view::npos;
}

bool is_double_symbol(char first, char second) {
    if (second == '=') return std::string_view{"=!<>:+-*/%&|^@"}.find(first) != std::string_view::npos;
    return first == '-' && second == '>';
}

}  // namespace

std::string_view string_contents(const PythonToken& token) {
    const std::size_t quote = token.text.find_first_of("\"'");
    if (token.kind != Kind::string || quote == std::string_view::npos) return {};
    if (is_formatted_prefix(token.text.substr(0, quote))) return {};
    std::string_view text = token.text.substr(quote);
    const std::size_t quotes = text.size() >= 3 && text[1] == text[0] && text[2] == text[0] ? 3 : 1;
    const bool is_closed = text.size() >= 2 * quotes && text.back() == text.front();
    return text.substr(quotes, text.size() - (is_closed ? 2 : 1) * quotes);
}

PythonTokens::PythonTokens(std::string_view source) : source_{source} {
    if (source_.starts_with("\xef\xbb\xbf")) at_ = 3;
    begin_line();
}

PythonToken PythonTokens::token(Kind kind, std::size_t from) {
    in_line_ = kind != Kind::line_end;
    return {kind, source_.substr(from, at_ - from), line_, indentation_};
}

void PythonTokens::begin_line() {
    indentation_ = 0;
    for (; at_ < source_.size(); ++at_) {
        if (peek() == ' ') {
            ++indentation_;
        } else if (peek() == '\t') {
            indentation_ = (indentation_ / tab_width + 1) * tab_width;
        } else if (peek() == '\f') {
            indentation_ = 0;
        } else {
            return;
        }
    }
}

void PythonTokens::take_line_break() {
    at_ += peek() == '\r' && peek(1) == '\n' ? 2 : 1;
    ++line_;
}

void PythonTokens::skip_comment() { at_ = std::min(source_.find_first_of("\r\n", at_), source_.size()); }

/// And continuations of a line by a backslash at its end.
void PythonTokens::skip_blanks() {
    for (;;) {
        while (at_ < source_.size() && is_blank(peek())) ++at_;
        if (peek() != '\\' || (peek(1) != '\n' && peek(1) != '\r')) return;
        ++at_;
        take_line_break();
    }
}

PythonToken PythonTokens::next() {
    for (;;) {
        skip_blanks();
        if (at_ == source_.size()) {
            // The last line may lack its end.
            return token(in_line_ ? Kind::line_end : Kind::end, at_);
        }
        if (peek() == '#') {
            skip_comment();
        } else if (is_at_line_break()) {
            const std::size_t from = at_;
            const bool ends_statement = in_line_ && brackets_ == 0;
            const PythonToken end = ends_statement ? token(Kind::line_end, from) : PythonToken{};
            take_line_break();
            if (brackets_ == 0) begin_line();
            if (ends_statement) return end;
        } else {
            break;
        }
    }
    if (begins_name(peek())) return name_or_string();
    const std::size_t from = at_;
    if (is_quote(peek())) {
        const unsigned line = line_;
        skip_string(false);
        PythonToken string = token(Kind::string, from);
        string.line = line;
        return string;
    }
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) {
        while (at_ < source_.size() && (continues_name(peek()) || peek() == '.')) ++at_;
        return token(Kind::number, from);
    }
    return symbol();
}

PythonToken PythonTokens::name_or_string() {
    const std::size_t from = at_;
    const unsigned line = line_;
    while (at_ < source_.size() && continues_name(peek())) ++at_;
    const std::string_view text = source_.substr(from, at_ - from);
    const bool is_string = at_ < source_.size() && is_quote(peek()) && is_string_prefix(text);
    if (is_string) skip_string(is_formatted_prefix(text));
    PythonToken result = token(is_string ? Kind::string : Kind::name, from);
    result.line = line;
    return result;
}

PythonToken PythonTokens::symbol() {
    const std::size_t from = at_;
    const char c = peek();
    at_ += is_double_symbol(c, peek(1)) ? 2 : 1;
    if (c == '(' || c == '[' || c == '{') ++brackets_;
    if ((c == ')' || c == ']' || c == '}') && brackets_ > 0) --brackets_;
    return token(c == ';' && brackets_ == 0 ? Kind::line_end : Kind::symbol, from);
}

bool PythonTokens::quotes_at(std::size_t at, char quote, std::size_t count) const {
    return source_.size() - at >= count &&
           source_.substr(at, count).find_first_not_of(quote) == std::string_view::npos;
}

void PythonTokens::skip_string(bool is_formatted) {
    if (is_formatted) {
        skip_formatted_string();
    } else {
        skip_plain_string();
    }
}

/// One that is not closed ends with its line, or with the source if it has three quotes.
void PythonTokens::skip_plain_string() {
    const char quote = peek();
    const std::size_t quotes = quotes_at(at_, quote, 3) ? 3 : 1;
    at_ += quotes;
    while (at_ < source_.size()) {
        if (peek() == '\\') {
            ++at_;
            if (at_ == source_.size()) return;
            if (is_at_line_break()) {
                take_line_break();
            } else {
                ++at_;
            }
        } else if (peek() == quote && quotes_at(at_, quote, quotes)) {
            at_ += quotes;
            return;
        } else if (is_at_line_break()) {
            if (quotes == 1) return;
            take_line_break();
        } else {
            ++at_;
        }
    }
}

/// A string, or an expression or a format in one: what is nested in an f-string.
struct PythonTokens::Level {
    enum class Part { text, expression, format };
    Part part;
    char quote;
    std::size_t quotes;
    std::size_t brackets = 0;
};

/// Its expressions may hold strings, f-strings among them, since Python 3.12 with the same quotes.
void PythonTokens::skip_formatted_string() {
    std::vector<Level> levels;
    open_formatted_string(levels);
    while (!levels.empty() && at_ < source_.size()) {
        if (levels.back().part == Level::Part::expression) {
            skip_in_expression(levels);
        } else {
            skip_in_text(levels);
        }
    }
}

void PythonTokens::open_formatted_string(std::vector<Level>& levels) {
    const std::size_t quotes = quotes_at(at_, peek(), 3) ? 3 : 1;
    levels.push_back({Level::Part::text, peek(), quotes});
    at_ += quotes;
}

void PythonTokens::skip_in_expression(std::vector<Level>& levels) {
    Level& level = levels.back();
    const char c = peek();
    if (begins_name(c)) {
        const std::size_t from = at_;
        while (at_ < source_.size() && continues_name(peek())) ++at_;
        const std::string_view prefix = source_.substr(from, at_ - from);
        const bool is_formatted = is_string_prefix(prefix) && is_formatted_prefix(prefix);
        if (is_quote(peek()) && is_formatted && levels.size() < deepest_nesting)
            open_formatted_string(levels);
    } else if (is_quote(c)) {
        skip_plain_string();
    } else if (c == '#') {
        skip_comment();
    } else if (is_at_line_break()) {
        take_line_break();
    } else {
        ++at_;
        if (c == '(' || c == '[' || c == '{') ++level.brackets;
        const bool closes = c == ')' || c == ']' || c == '}';
        if (closes && level.brackets > 0) {
            --level.brackets;
        } else if (c == '}') {
            levels.pop_back();
        } else if (c == ':' && level.brackets == 0) {
            level.part = Level::Part::format;
        }
    }
}

/// Or in a format, which has the same rules but for doubled braces.
void PythonTokens::skip_in_text(std::vector<Level>& levels) {
    const Level level = levels.back();
    const bool is_text = level.part == Level::Part::text;
    const char c = peek();
    if (c == '\\') {
        ++at_;
        if (is_at_line_break()) {
            take_line_break();
        } else if (at_ < source_.size() && peek() != '{' && peek() != '}') {
            ++at_;
        }
    } else if (c == level.quote && quotes_at(at_, c, level.quotes)) {
        if (is_text) at_ += level.quotes;  // otherwise they are those of the string that the format is in
        levels.pop_back();
    } else if (is_at_line_break()) {
        if (level.quotes == 1) {
            levels.pop_back();
        } else {
            take_line_break();
        }
    } else if (c == '{' && peek(1) == '{' && is_text) {
        at_ += 2;
    } else if (c == '{' && levels.size() < deepest_nesting) {
        ++at_;
        levels.push_back({Level::Part::expression, level.quote, level.quotes});
    } else {
        ++at_;
        if (c == '}' && !is_text) levels.pop_back();
    }
}

bool PythonStatements::next(PythonStatement& statement) {
    statement.tokens.clear();
    for (;;) {
        const PythonToken token = tokens_.next();
        if (token.kind == Kind::end) return !statement.tokens.empty();
        if (token.kind == Kind::line_end) {
            if (!statement.tokens.empty()) return true;
            continue;
        }
        if (statement.tokens.empty()) statement.indentation = token.indentation;
        if (statement.tokens.size() < longest) statement.tokens.push_back(token);
    }
}

}  // namespace adder::python
