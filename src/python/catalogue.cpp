#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/catalogue.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace adder::python {

namespace {

Date parse_date(const cnb::TomlReader& reader, std::string_view key) {
    const std::string text = reader.text(key);
    const std::vector<std::string_view> pieces = base::split(text, '-');
    if (pieces.size() == 3) {
        const auto year = base::parse_number(pieces[0]);
        const auto month = base::parse_number(pieces[1]);
        const auto day = base::parse_number(pieces[2]);
        if (year && month && day) {
            const Date date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                            std::chrono::day{*day}};
            if (date.ok()) return date;
        }
    }
    reader.fail(key, "should be a date like 2029-10-31");
}

Series series_from(const cnb::TomlReader& reader) {
    const auto latest = PythonVersion::parse(reader.text("latest"));
    if (!latest) reader.fail("latest", "should be a version like 3.13.5");
    return {latest->major_number, latest->minor_number, parse_date(reader, "end-of-life"), *latest};
}

/// Either a directory of the buildpack's own, or a URL.
Source source_from(const cnb::TomlReader& reader) {
    if (const auto directory = reader.find_text("directory")) {
        const std::filesystem::path path{*directory};
        const bool leads_out = std::ranges::find(path, "..") != path.end();
        if (path.empty() || path.is_absolute() || leads_out) {
            reader.fail("directory", "should be a directory of the buildpack's own, such as runtimes");
        }
        return {.scheme = Source::Scheme::index, .url = {}, .targets = {}, .directory = *directory};
    }
    Source source = Source::parse(reader.text("url"));
    source.targets = reader.texts("targets");
    source.is_fallback = reader.flag("fallback", false);
    return source;
}

using Scheme = Source::Scheme;
constexpr std::array<std::pair<std::string_view, Scheme>, 3> schemes{
    {{"heroku", Scheme::heroku}, {"index", Scheme::index}, {"python-build-standalone", Scheme::standalone}}};

PinnedTool tool_from(const cnb::TomlReader& reader) {
    PinnedTool tool{reader.text("version"), {}};
    for (const cnb::TomlReader& wheel : reader.tables("wheels")) {
        tool.wheels.push_back({wheel.text("file"), wheel.text("os"), wheel.text("arch"),
                               base::Sha256Digest::parse(wheel.text("sha256"))});
    }
    return tool;
}

}  // namespace

Source Source::parse(std::string_view text) {
    const std::size_t plus = text.find('+');
    const std::string_view scheme = text.substr(0, plus == std::string_view::npos ? 0 : plus);
    const auto known = std::ranges::find(schemes, scheme, &decltype(schemes)::value_type::first);
    if (known == schemes.end()) throw messages::bad_source(text, "it has no known scheme");
    std::string location{text.substr(plus + 1)};
    if (!location.ends_with('/')) location += '/';  // a directory: names are resolved below it
    try {
        const fetch::Url url = fetch::Url::parse(location);
        fetch::require_secure(url);
        return {.scheme = known->second, .url = url, .targets = {}};
    } catch (const base::Error& error) {
        throw messages::bad_source(text, error.message());
    }
}

Source Source::located(const std::filesystem::path& buildpack_directory) const {
    Source source = *this;
    if (is_bundled()) {
        source.url = fetch::Url::of_file((buildpack_directory / directory / "").lexically_normal());
    }
    return source;
}

std::string Source::display() const {
    const auto known = std::ranges::find(schemes, scheme, &decltype(schemes)::value_type::second);
    return base::format("{}+{}", known->first, url.display());
}

bool ToolWheel::runs_with(const std::optional<Libc>& libc) const {
    constexpr std::string_view tag = "-manylinux_";
    const std::string_view name = file;
    const std::size_t at = name.rfind(tag);
    if (at == std::string_view::npos || name.find("musllinux_") != std::string_view::npos) return true;
    const auto numbers = base::split(name.substr(at + tag.size()), '_');
    if (!libc || numbers.size() < 2) return false;
    return libc->is_at_least({Libc::Kind::glibc, base::parse_number(numbers[0]).value_or(0),
                              base::parse_number(numbers[1]).value_or(0)});
}

const ToolWheel& PinnedTool::wheel_for(const cnb::Target& target, const std::optional<Libc>& libc) const {
    for (const ToolWheel& wheel : wheels) {
        if (wheel.os == target.os && wheel.arch == target.arch && wheel.runs_with(libc)) return wheel;
    }
    throw messages::no_installer_for(target);
}

Catalogue Catalogue::from_toml(const cnb::TomlReader& metadata) {
    Catalogue catalogue{.default_version = metadata.text("default-version"),
                        .series = {},
                        .sources = {},
                        .uv = tool_from(metadata.table("uv")),
                        .index_keys = metadata.find_text("index-keys").value_or("")};
    if (const auto tools = metadata.find_table("tools")) {
        for (const auto& [name, version] : tools->contents()) catalogue.tools[name] = tools->text(name);
    }
    for (const cnb::TomlReader& series : metadata.tables("series"))
        catalogue.series.push_back(series_from(series));
    for (const cnb::TomlReader& source : metadata.tables("sources")) {
        catalogue.sources.push_back(source_from(source));
    }
    return catalogue;
}

const Series* Catalogue::find(unsigned major_number, unsigned minor_number) const {
    for (const Series& candidate : series) {
        if (candidate.major_number == major_number && candidate.minor_number == minor_number)
            return &candidate;
    }
    return nullptr;
}

bool Catalogue::is_past_end_of_life(const SeriesNumber& number, const Date& today) const {
    if (const Series* known = find(number)) {
        return std::chrono::sys_days{known->end_of_life} <= std::chrono::sys_days{today};
    }
    return !series.empty() && number < series.front().number();
}

std::optional<std::string> target_name(const cnb::Target& target) {
    if (!target.distro_name || !target.distro_version) return std::nullopt;
    return base::format("{}-{}-{}", *target.distro_name, *target.distro_version, target.arch);
}

}  // namespace adder::python
