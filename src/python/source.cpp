#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/source.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace adder::python {

namespace {

using Scheme = Source::Scheme;
constexpr std::array<std::pair<std::string_view, Scheme>, 3> schemes{
    {{"heroku", Scheme::heroku}, {"index", Scheme::index}, {"python-build-standalone", Scheme::standalone}}};

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

constexpr std::string_view past_end_of_life_option = "past-end-of-life";

}  // namespace

Source Source::parse(std::string_view text, std::string_view origin) {
    const auto refuse = [&](std::string_view reason) { throw messages::bad_source(text, reason, origin); };
    const std::size_t plus = text.find('+');
    const std::string_view scheme = text.substr(0, plus == std::string_view::npos ? 0 : plus);
    const auto known = std::ranges::find(schemes, scheme, &decltype(schemes)::value_type::first);
    if (known == schemes.end()) refuse("it has no known scheme");
    const auto [directory, option] = split_option(text.substr(plus + 1));
    Source source{.scheme = known->second, .url = {}, .targets = {}};
    if (!option.empty()) {
        if (option.name != past_end_of_life_option) refuse("its only option is past-end-of-life");
        if (option.value != "true" && option.value != "false") {
            refuse("past-end-of-life should be true or false");
        }
        source.past_end_of_life = option.value == "true";
    }
    if (source.past_end_of_life && source.scheme != Scheme::index) {
        refuse("past-end-of-life is for sources of the scheme index only");
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

Source Source::located(const std::filesystem::path& buildpack_directory) const {
    Source source = *this;
    if (is_bundled()) {
        source.url = fetch::Url::of_file((buildpack_directory / directory / "").lexically_normal());
    }
    if (!list.empty()) source.list = buildpack_directory / list;
    return source;
}

std::string Source::display() const {
    const auto known = std::ranges::find(schemes, scheme, &decltype(schemes)::value_type::second);
    return base::format("{}+{}", known->first, url.display());
}

std::optional<std::string> target_name(const cnb::Target& target) {
    if (!target.distro_name || !target.distro_version) return std::nullopt;
    return base::format("{}-{}-{}", *target.distro_name, *target.distro_version, target.arch);
}

}  // namespace adder::python
