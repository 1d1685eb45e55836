#pragma once

#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace adder::test {

/// The part of JSON Schema (2020-12) that docs/runtime-index.schema.json uses. A keyword it does not know
/// throws: it would otherwise count as satisfied.
class JsonSchema {
  public:
    explicit JsonSchema(const std::string& text) : root_(nlohmann::json::parse(text)) {}

    /// Where and how the value does not satisfy the schema; empty if it does.
    std::vector<std::string> violations(const nlohmann::json& value) const {
        std::vector<std::string> found;
        check(root_, value, "$", found);
        return found;
    }

  private:
    using Json = nlohmann::json;

    void check(const Json& schema, const Json& value, const std::string& place,
               std::vector<std::string>& found) const {
        for (const auto& [keyword, argument] : schema.items()) {
            if (!holds(keyword, argument, schema, value, place, found)) {
                found.push_back(place + ": " + keyword + " " + argument.dump());
            }
        }
    }

    bool holds(const std::string& keyword, const Json& argument, const Json& schema, const Json& value,
               const std::string& place, std::vector<std::string>& found) const {
        if (keyword == "type") return is_of_type(value, argument);
        if (keyword == "const") return value == argument;
        if (keyword == "enum") return std::find(argument.begin(), argument.end(), value) != argument.end();
        if (keyword == "minimum") return !value.is_number() || value >= argument;
        if (keyword == "maximum") return !value.is_number() || value <= argument;
        if (keyword == "minLength") return !value.is_string() || length(value) >= argument.get<std::size_t>();
        if (keyword == "maxLength") return !value.is_string() || length(value) <= argument.get<std::size_t>();
        if (keyword == "pattern") return !value.is_string() || matches(value, argument);
        if (keyword == "required") return !value.is_object() || has_all(value, argument);
        if (keyword == "$ref") {
            check(root_.at(Json::json_pointer{argument.get<std::string>().substr(1)}), value, place, found);
        } else if (keyword == "properties") {
            for (const auto& [name, property] : argument.items()) {
                if (value.is_object() && value.contains(name)) {
                    check(property, value.at(name), place + "." + name, found);
                }
            }
        } else if (keyword == "items") {
            for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
                check(argument, value[i], place + "[" + std::to_string(i) + "]", found);
            }
        } else if (keyword != "$schema" && keyword != "$id" && keyword != "$defs" && keyword != "title" &&
                   keyword != "description") {
            throw std::logic_error("the test knows no keyword " + keyword + " in " + schema.dump());
        }
        return true;
    }

    static bool is_of_type(const Json& value, const std::string& type) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "boolean") return value.is_boolean();
        if (type == "integer") return value.is_number_integer();
        throw std::logic_error("the test knows no type " + type);
    }

    static std::size_t length(const Json& value) { return value.get_ref<const std::string&>().size(); }

    static bool matches(const Json& value, const Json& pattern) {
        return std::regex_search(value.get_ref<const std::string&>(), std::regex{pattern.get<std::string>()});
    }

    static bool has_all(const Json& value, const Json& names) {
        return std::all_of(names.begin(), names.end(),
                           [&](const Json& name) { return value.contains(name.get<std::string>()); });
    }

    Json root_;
};

}  // namespace adder::test
