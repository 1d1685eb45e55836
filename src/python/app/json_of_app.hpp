#pragma once

#include <adder/base/error.hpp>

#include <string_view>

#include <nlohmann/json.hpp>

namespace adder::python {

/// JSON that the app brings along. Throws `nlohmann::json::exception` for what is not JSON, and `base::Error`
/// for what nests so deep that memory would not suffice.
inline nlohmann::json parse_json_of_app(std::string_view text) {
    static constexpr int deepest = 100;
    return nlohmann::json::parse(text, [](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
        if (depth > deepest) throw base::Error{"it nests more than {} levels deep", deepest};
        return true;
    });
}

}  // namespace adder::python
