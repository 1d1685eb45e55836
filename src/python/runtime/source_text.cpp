#include "python/runtime/source_text.hpp"

#include "python/runtime/messages.hpp"

#include <adder/base/text.hpp>

#include <tuple>
#include <utility>

namespace adder::python {

namespace {

constexpr std::string_view past_end_of_life_option = "past-end-of-life";
constexpr std::string_view signed_as_option = "signed-as";

struct Option {
    std::string_view name;
    std::string_view value;

    bool empty() const { return name.empty(); }
};

/// The `,name=value` behind a URL. What else has a comma in it belongs to the URL.
std::pair<std::string_view, Option> split_option(std::string_view text) {
    const std::size_t comma = text.rfind(',');
    if (comma == std::string_view::npos) return {text, {}};
    const std::string_view option = text.substr(comma + 1);
    const std::size_t equals = option.find('=');
    const bool is_one = equals != std::string_view::npos && equals > 0 &&
                        option.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == equals;
    if (!is_one) return {text, {}};
    return {text.substr(0, comma), {option.substr(0, equals), option.substr(equals + 1)}};
}

}  // namespace

Source parse_source(std::string_view text, std::string_view origin) {
    const auto refuse = [&](std::string_view reason) { throw messages::bad_source(text, reason, origin); };
    const std::size_t plus = text.find('+');
    const std::string_view scheme = text.substr(0, plus == std::string_view::npos ? 0 : plus);
    const auto known = scheme_named(scheme);
    if (!known) refuse("it has no known scheme");
    auto [directory, option] = split_option(text.substr(plus + 1));
    Source source{.scheme = *known, .url = {}, .targets = {}};
    while (!option.empty()) {
        if (option.name == past_end_of_life_option) {
            if (option.value != "true" && option.value != "false") {
                refuse("past-end-of-life should be true or false");
            }
            source.past_end_of_life = option.value == "true";
        } else if (option.name == signed_as_option) {
            if (option.value.empty()) refuse("signed-as should say what its list is signed for");
            source.signed_as = option.value;
        } else {
            refuse("its only options are past-end-of-life and signed-as");
        }
        std::tie(directory, option) = split_option(directory);
    }
    if (source.past_end_of_life && source.scheme != Source::Scheme::index) {
        refuse("past-end-of-life is for sources of the scheme index only");
    }
    if (!source.signed_as.empty() && source.scheme != Source::Scheme::index) {
        refuse("signed-as is for sources of the scheme index only");
    }
    std::string location{directory};
    if (!location.ends_with('/')) location += '/';  // a directory: names are resolved below it
    try {
        source.url = fetch::Url::parse(location);
        fetch::require_secure(source.url);
    } catch (const base::Error& error) {
        refuse(error.message());
    }
    return source;
}

}  // namespace adder::python
