#include "messages.hpp"

#include <adder/base/text.hpp>
#include <adder/python/catalogue.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace adder::python {

namespace {

Date date_from(const cnb::TomlReader& reader, std::string_view key) {
    if (const auto date = parse_date(reader.text(key))) return *date;
    reader.fail(key, "should be a date like 2029-10-31");
}

constexpr std::string_view data_date = "data-date";
constexpr std::string_view past_end_of_life_key = "past-end-of-life";

Series series_from(const cnb::TomlReader& reader) {
    const auto latest = PythonVersion::parse(reader.text("latest"));
    if (!latest) reader.fail("latest", "should be a version like 3.13.5");
    return {latest->major_number, latest->minor_number, date_from(reader, "end-of-life"), *latest};
}

/// A path below the buildpack's directory. Throws as `TomlReader::fail` does for one that leads out of it.
std::filesystem::path path_within(const cnb::TomlReader& reader, std::string_view key,
                                  const std::string& text, std::string_view should_be) {
    const std::filesystem::path path{text};
    const bool leads_out = std::ranges::find(path, "..") != path.end();
    if (path.empty() || path.is_absolute() || leads_out) reader.fail(key, should_be);
    return path;
}

/// Either a directory of the buildpack's own, or a URL.
Source source_from(const cnb::TomlReader& reader) {
    if (const auto directory = reader.find_text("directory")) {
        path_within(reader, "directory", *directory,
                    "should be a directory of the buildpack's own, such as runtimes");
        return {.scheme = Source::Scheme::index,
                .url = {},
                .targets = {},
                .directory = *directory,
                .past_end_of_life = reader.flag(past_end_of_life_key, false)};
    }
    Source source = Source::parse(reader.text("url"), "The buildpack");
    source.targets = reader.texts("targets");
    source.is_fallback = reader.flag("fallback", false);
    source.past_end_of_life = reader.flag(past_end_of_life_key, source.past_end_of_life);
    if (source.past_end_of_life && source.scheme != Source::Scheme::index) {
        reader.fail(past_end_of_life_key, "is for sources of the scheme index only");
    }
    if (const auto list = reader.find_text("list")) {
        source.list = path_within(reader, "list", *list, "should be a file of the buildpack's own");
        if (source.scheme != Source::Scheme::standalone) {
            reader.fail("list", "is for sources of the scheme python-build-standalone only");
        }
    }
    return source;
}

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

PinnedTool tool_from(const cnb::TomlReader& reader) {
    PinnedTool tool{reader.text("version"), {}};
    for (const cnb::TomlReader& wheel : reader.tables("wheels")) {
        tool.wheels.push_back({wheel.text("file"), wheel.text("os"), wheel.text("arch"),
                               base::Sha256Digest::parse(wheel.text("sha256"))});
    }
    return tool;
}

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
        if (option.name != past_end_of_life_key) refuse("its only option is past-end-of-life");
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
    if (metadata.find_text(data_date)) catalogue.date = date_from(metadata, data_date);
    if (const auto channel = metadata.find_table("catalogue")) {
        catalogue.channel = {channel->text("url"), channel->find_text("keys").value_or("")};
    }
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
        return known->end_of_life < today;  // on its last day it is maintained
    }
    return !series.empty() && number < series.front().number();
}

bool Catalogue::is_newer_than_known(const SeriesNumber& number) const {
    return series.empty() || number > series.back().number();
}

std::vector<SeriesNumber> Catalogue::maintained_series(const Date& today) const {
    std::vector<SeriesNumber> maintained;
    for (const Series& one : series) {
        if (!is_past_end_of_life(one.number(), today)) maintained.insert(maintained.begin(), one.number());
    }
    return maintained;
}

std::string date_text(const Date& date) {
    return base::format("{}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_date(std::string_view text) {
    const std::vector<std::string_view> pieces = base::split(text, '-');
    if (pieces.size() != 3 || pieces[0].size() != 4 || pieces[1].size() != 2 || pieces[2].size() != 2) {
        return std::nullopt;
    }
    const auto year = base::parse_number(pieces[0]);
    const auto month = base::parse_number(pieces[1]);
    const auto day = base::parse_number(pieces[2]);
    if (!year || !month || !day) return std::nullopt;
    const Date date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                    std::chrono::day{*day}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

std::vector<SeriesNumber> Catalogue::advisable_series(const Date& today) const {
    std::vector<SeriesNumber> advisable = maintained_series(today);
    const auto standard = SeriesNumber::parse(default_version);
    const auto found = standard ? std::ranges::find(advisable, *standard) : advisable.end();
    if (found != advisable.end()) std::rotate(advisable.begin(), found, found + 1);
    return advisable;
}

std::optional<std::string> target_name(const cnb::Target& target) {
    if (!target.distro_name || !target.distro_version) return std::nullopt;
    return base::format("{}-{}-{}", *target.distro_name, *target.distro_version, target.arch);
}

}  // namespace adder::python
