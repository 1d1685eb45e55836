#pragma once

#include <string_view>

namespace adder::test {

/// Values that a TOML file can hold and that a careless writer gets wrong.
struct OddValue {
    std::string_view name;
    std::string_view value;
};

inline constexpr OddValue odd_values[] = {
    {"empty", ""},
    {"quotes", "\"'\"\"\"'''"},
    {"backslashes", "\\ \\n \\u0041 \\"},
    {"lines", "one\ntwo\r\nthree\n"},
    {"leading_line", "\nafter"},
    {"tab", "\t"},
    {"controls", "\x01\x02\x08\x0b\x0c\x0e\x1b\x1f\x7f"},
    {"unicode", "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x90\x8d"},
    {"byte_order_mark", "\xef\xbb\xbf"},
    {"last_of_unicode", "\xf4\x8f\xbf\xbf"},
    {"line_separators", "\xe2\x80\xa8\xe2\x80\xa9\xc2\x85"},
    {"toml", "[table]\nkey = \"value\" # comment"},
    {"shell", "$(false) `false` $HOME ; & |"},
    {"with-dash", "="},
    {"1", "2024-01-02"},
};

}  // namespace adder::test
