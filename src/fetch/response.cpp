#include "fetch/response.hpp"

#include <adder/base/text.hpp>

#include <charconv>

namespace adder::fetch {

namespace {

std::optional<std::uint64_t> parse_size(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    if (text.empty() || code != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view value) {
    constexpr std::string_view unit = "bytes ";
    if (!base::to_lower(value).starts_with(unit)) return std::nullopt;
    value = base::trim(value.substr(unit.size()));
    const std::size_t dash = value.find('-');
    const std::size_t slash = value.find('/');
    if (dash == std::string_view::npos || slash == std::string_view::npos || slash < dash)
        return std::nullopt;

    const auto first = parse_size(value.substr(0, dash));
    const auto last = parse_size(value.substr(dash + 1, slash - dash - 1));
    const std::string_view total_text = value.substr(slash + 1);
    const auto total = parse_size(total_text);
    if (!first || !last || *first > *last || (!total && total_text != "*")) return std::nullopt;
    if (total && *last >= *total) return std::nullopt;
    return ContentRange{*first, *last, total};
}

void ResponseHead::add(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string name = base::to_lower(line.substr(0, colon));
    const std::string value{base::trim(line.substr(colon + 1))};
    if (name == "content-length") {
        content_length = parse_size(value);
    } else if (name == "content-range") {
        content_range = parse_content_range(value);
    } else if (name == "etag") {
        etag = value;
    } else if (name == "last-modified") {
        last_modified = value;
    } else if (name == "location") {
        location = value;
    } else if (name == "content-type") {
        content_type = base::to_lower(base::trim(std::string_view{value}.substr(0, value.find(';'))));
    }
}

bool ResponseHead::is_redirect() const {
    const bool is_known = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    return is_known && !location.empty();
}

std::string ResponseHead::validator() const { return etag.starts_with('"') ? etag : last_modified; }

}  // namespace adder::fetch
