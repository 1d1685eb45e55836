#pragma once

#include "python/bills/bill_of_materials.hpp"

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace adder::python {

/// When a bill was made: the time that the lifecycle gives to everything in an image.
inline constexpr std::string_view bill_time = "1980-01-01T00:00:01Z";

/// Keys sorted, no spaces. What is not UTF-8 is replaced.
std::string text_of(const nlohmann::json& document);

/// A UUID that the contents alone decide on (RFC 9562, version 8).
std::string uuid_of(const nlohmann::json& document);

/// As an identifier that is short, and the same in every bill: hexadecimal digits of the text's SHA-256.
std::string short_id_of(std::string_view text);

/// Leaves out what is not known.
void add_if_known(nlohmann::json& object, const char* key, const std::string& value);

}  // namespace adder::python
