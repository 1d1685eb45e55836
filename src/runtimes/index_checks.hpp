#pragma once

#include <string_view>

namespace adder::runtimes {

/// What is wrong with a value, for a message that begins with where it stands; empty: nothing. The same rules
/// as in docs/runtime-index.schema.json, for what is read and for what is written.
std::string_view complaint_about_target_word(std::string_view text);
std::string_view complaint_about_file(std::string_view text);
std::string_view complaint_about_text(std::string_view text);
std::string_view complaint_about_url(std::string_view text);
std::string_view complaint_about_date(std::string_view text);

}  // namespace adder::runtimes
