#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adder::fetch {

/// RFC 9110 §14.4, for bytes. `total` is absent where the server says `*`.
struct ContentRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::optional<std::uint64_t> total;

    bool operator==(const ContentRange&) const = default;
};

/// Nothing for whatever is no satisfied byte range.
std::optional<ContentRange> parse_content_range(std::string_view value);

/// The status line and the headers that matter here.
struct ResponseHead {
    int status = 0;
    std::optional<std::uint64_t> content_length;
    std::optional<ContentRange> content_range;
    std::string etag;
    std::string last_modified;
    std::string location;
    std::string content_type;  ///< lower-cased, without parameters

    /// Takes in one header line (`Name: value`); what does not matter or makes no sense is left out.
    void add(std::string_view line);

    bool is_redirect() const;

    /// What an If-Range header may hold: a strong entity tag, else the modification date, else nothing.
    std::string validator() const;
};

}  // namespace adder::fetch
