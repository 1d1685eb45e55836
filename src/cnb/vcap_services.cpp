#include "cnb/vcap_services.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <nlohmann/json.hpp>

namespace adder::cnb {

namespace {

using Json = nlohmann::json;

/// Far more than credentials need; what is deeper could exhaust the stack when it is written as text.
constexpr int max_depth = 100;

base::UserError not_json(std::string_view source, std::string_view where) {
    return {base::format("{} is not valid JSON.", source),
            base::format("The mistake is {}. The text is not shown, because it holds credentials.\n"
                         "The platform writes it from the services that are bound to the app. If it was set "
                         "by hand,\ncorrect or remove it.",
                         where)};
}

base::UserError not_vcap_services(std::string_view source, std::string_view what) {
    return {
        base::format("{} does not describe services.", source),
        base::format("{}.\n"
                     "Cloud Foundry's form is {{\"offering\": [{{\"name\": …, \"label\": …, \"credentials\": "
                     "{{…}}}}]}}.\nThe platform writes it; if it was set by hand, correct or remove it.",
                     what)};
}

Json parse(std::string_view text, std::string_view source) {
    const auto limit_depth = [&](int depth, Json::parse_event_t, const Json&) {
        if (depth > max_depth) throw not_json(source, base::format("that it is nested {} deep", depth));
        return true;
    };
    try {
        return Json::parse(text.begin(), text.end(), limit_depth);
    } catch (const Json::parse_error& error) {
        // The library's own message quotes the text.
        throw not_json(source, error.byte > text.size()
                                   ? base::format("at its end, after {} bytes", text.size())
                                   : base::format("at byte {} of {}", error.byte, text.size()));
    } catch (const Json::exception&) {
        throw not_json(source, "a number that is too large");
    }
}

std::optional<std::string> find_text(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::string as_secret(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

Binding binding_from(const Json& service, const std::string& offering, std::string_view source) {
    const std::string where = base::format("A service of \"{}\"", base::printable(offering));
    if (!service.is_object()) throw not_vcap_services(source, where + " is not an object");
    const std::optional<std::string> name = find_text(service, "name");
    if (!name) throw not_vcap_services(source, where + " has no name");
    Binding binding{.name = *name,
                    .type = find_text(service, "label").value_or(offering),
                    .provider = offering,
                    .secrets = {},
                    .path = {}};
    const Json credentials = service.value("credentials", Json{});
    if (!credentials.is_object() && !credentials.is_null()) {
        throw not_vcap_services(source, where + " has credentials that are not an object");
    }
    for (const auto& [key, value] : credentials.items()) binding.secrets.emplace(key, as_secret(value));
    const std::optional<std::string> type = find_text(credentials, "type");
    if (type && !base::trim(*type).empty()) {
        binding.type = *type;
        binding.secrets.erase("type");
    }
    return binding;
}

}  // namespace

std::vector<Binding> parse_vcap_services(std::string_view json, std::string_view source) {
    const Json document = parse(json, source);
    if (!document.is_object()) throw not_vcap_services(source, "It is not an object");
    std::vector<Binding> bindings;
    for (const auto& [offering, services] : document.items()) {
        if (!services.is_array()) {
            throw not_vcap_services(
                source, base::format("\"{}\" is not a list of services", base::printable(offering)));
        }
        for (const Json& service : services) bindings.push_back(binding_from(service, offering, source));
    }
    return bindings;
}

}  // namespace adder::cnb
