#include "python/catalogue.hpp"

#include "python/runtime/source_text.hpp"

#include <algorithm>

namespace adder::python {

namespace {

Date date_from(const cnb::TomlReader& reader, std::string_view key) {
    if (const auto date = parse_date(reader.text(key))) return *date;
    reader.fail(key, "should be a date like 2029-10-31");
}

constexpr std::string_view data_date = "data-date";
constexpr std::string_view past_end_of_life_key = "past-end-of-life";
constexpr std::string_view unsigned_key = "unsigned";
constexpr std::string_view signed_as_key = "signed-as";

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
                .past_end_of_life = reader.flag(past_end_of_life_key, false),
                .is_unsigned_allowed = reader.flag(unsigned_key, false)};
    }
    Source source = parse_source(reader.text("url"), "The buildpack");
    source.targets = reader.texts("targets");
    source.is_fallback = reader.flag("fallback", false);
    source.is_unsigned_allowed = reader.flag(unsigned_key, false);
    if (const auto name = reader.find_text(signed_as_key)) source.signed_as = *name;
    if (!source.signed_as.empty() && source.scheme != Source::Scheme::index) {
        reader.fail(signed_as_key, "is for sources of the scheme index only");
    }
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

PinnedTool tool_from(const cnb::TomlReader& reader) {
    PinnedTool tool{reader.text("version"), {}};
    for (const cnb::TomlReader& wheel : reader.tables("wheels")) {
        tool.wheels.push_back({wheel.text("file"), wheel.text("os"), wheel.text("arch"),
                               base::Sha256Digest::parse(wheel.text("sha256"))});
    }
    return tool;
}

KnownReleases releases_from(const cnb::TomlReader& metadata) {
    KnownReleases releases{.default_version = metadata.text("default-version")};
    if (metadata.find_text(data_date)) releases.date = date_from(metadata, data_date);
    for (const cnb::TomlReader& series : metadata.tables("series")) {
        releases.series.push_back(series_from(series));
    }
    return releases;
}

PinnedTools tools_from(const cnb::TomlReader& metadata) {
    PinnedTools tools{.uv = tool_from(metadata.table("uv"))};
    if (const auto versions = metadata.find_table("tools")) {
        for (const auto& [name, version] : versions->contents()) tools.versions[name] = versions->text(name);
    }
    return tools;
}

}  // namespace

Catalogue Catalogue::from_toml(const cnb::TomlReader& metadata) {
    Catalogue catalogue{.releases = releases_from(metadata), .tools = tools_from(metadata)};
    catalogue.runtimes.index_keys = metadata.find_text("index-keys").value_or("");
    for (const cnb::TomlReader& source : metadata.tables("sources")) {
        catalogue.runtimes.sources.push_back(source_from(source));
    }
    if (const auto channel = metadata.find_table("catalogue")) {
        catalogue.channel = {channel->text("url"), channel->find_text("keys").value_or("")};
    }
    return catalogue;
}

}  // namespace adder::python
