#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Finding one's way in what a tool wrote.
namespace adder::python::failures {

/// The output as one line: frames, colours, times of day and the places where lines were broken make no
/// difference any more.
std::string one_line(std::string_view output);

bool has_text(std::string_view text, std::string_view part);
bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts);

/// The first word after `words`, and the last one before them, without quotes and punctuation around it.
std::optional<std::string> word_after(std::string_view text, std::string_view words);
std::optional<std::string> word_before(std::string_view text, std::string_view words);
/// After the last place where the words stand.
std::optional<std::string> word_after_last(std::string_view text, std::string_view words);
/// What stands between the first `start` and the `end` that follows.
std::optional<std::string> text_between(std::string_view text, std::string_view start, std::string_view end);

/// "demo 1.0" of "demo (1.0)", as Poetry writes it.
std::string without_parentheses(std::string_view package);

/// The first URL that follows the words, as it may be shown.
std::optional<std::string> url_after(std::string_view text, std::string_view words);

}  // namespace adder::python::failures
