#include "runtimes/index_checks.hpp"

#include "runtimes/archive_id.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <chrono>

namespace adder::runtimes {

namespace {

constexpr std::size_t max_text = 500;
constexpr std::size_t max_url = 2000;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Of exactly so many digits.
std::optional<unsigned> digits(std::string_view text, std::size_t count) {
    return text.size() == count ? base::parse_number(text) : std::nullopt;
}

bool is_date(std::string_view text) {
    const std::vector<std::string_view> pieces = base::split(text, '-');
    if (pieces.size() != 3) return false;
    const auto year = digits(pieces[0], 4);
    const auto month = digits(pieces[1], 2);
    const auto day = digits(pieces[2], 2);
    return year && month && day &&
           std::chrono::year_month_day{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                       std::chrono::day{*day}}
               .ok();
}

}  // namespace

std::string_view complaint_about_target_word(std::string_view text) {
    return is_target_word(text) ? "" : "should be a word such as linux, amd64, debian or 12";
}

std::string_view complaint_about_file(std::string_view text) {
    return is_plain_file_name(text) ? "" : "should be the name of a file beside the index, without a path";
}

std::string_view complaint_about_text(std::string_view text) {
    if (text.empty() || text.size() > max_text) return "should have 1 to 500 bytes";
    const bool is_clean = base::is_valid_utf8(text) && std::ranges::none_of(text, is_control);
    return is_clean ? "" : "should be UTF-8 text without control characters";
}

std::string_view complaint_about_url(std::string_view text) {
    const bool has_scheme = text.starts_with("https://") || text.starts_with("http://");
    const bool is_clean =
        text.size() <= max_url && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
    if (!has_scheme || !is_clean) return "should be a URL that begins with https:// or http://";
    const std::string_view rest = text.substr(text.find("://") + 3);
    const bool has_credentials =
        rest.substr(0, rest.find_first_of("/?#")).find('@') != std::string_view::npos;
    return has_credentials ? "should have no user name and password" : "";
}

std::string_view complaint_about_date(std::string_view text) {
    return is_date(text) ? "" : "should be a date such as 2026-01-31";
}

}  // namespace adder::runtimes
