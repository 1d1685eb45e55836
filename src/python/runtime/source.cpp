#include "python/runtime/source.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace adder::python {

namespace {

using Scheme = Source::Scheme;
constexpr std::array<std::pair<std::string_view, Scheme>, 3> schemes{
    {{"heroku", Scheme::heroku}, {"index", Scheme::index}, {"python-build-standalone", Scheme::standalone}}};

}  // namespace

Source Source::located(const std::filesystem::path& buildpack_directory) const {
    Source source = *this;
    if (is_bundled()) {
        source.url = fetch::Url::of_file((buildpack_directory / directory / "").lexically_normal());
    }
    if (!list.empty()) source.list = buildpack_directory / list;
    return source;
}

std::string Source::display() const { return base::format("{}+{}", name_of(scheme), url.display()); }

std::string_view name_of(Source::Scheme scheme) {
    return std::ranges::find(schemes, scheme, &decltype(schemes)::value_type::second)->first;
}

std::optional<Source::Scheme> scheme_named(std::string_view name) {
    const auto known = std::ranges::find(schemes, name, &decltype(schemes)::value_type::first);
    return known == schemes.end() ? std::nullopt : std::optional{known->second};
}

std::optional<std::string> target_name(const cnb::Target& target) {
    if (!target.distro_name || !target.distro_version) return std::nullopt;
    return base::format("{}-{}-{}", *target.distro_name, *target.distro_version, target.arch);
}

}  // namespace adder::python
