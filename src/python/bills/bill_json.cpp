#include "python/bills/bill_json.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/text.hpp>

namespace adder::python {

std::string text_of(const nlohmann::json& document) {
    return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string uuid_of(const nlohmann::json& document) {
    std::string digits = base::sha256(text_of(document)).hex().substr(0, 32);
    digits[12] = '8';                                    // the version
    digits[16] = "89ab"[(digits[16] & 1) != 0 ? 1 : 0];  // the variant
    return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" +
           digits.substr(16, 4) + "-" + digits.substr(20);
}

std::string short_id_of(std::string_view text) { return base::sha256(text).hex().substr(0, 16); }

void add_if_known(nlohmann::json& object, const char* key, const std::string& value) {
    if (!value.empty()) object[key] = value;
}

}  // namespace adder::python
