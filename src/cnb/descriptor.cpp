#include <adder/base/text.hpp>
#include <adder/cnb/descriptor.hpp>
#include <adder/cnb/launch.hpp>

#include <algorithm>
#include <array>

namespace adder::cnb {

namespace {

bool is_buildpack_id(std::string_view id) {
    constexpr std::array<std::string_view, 4> reserved{"app", "config", "generated", "sbom"};
    return !id.empty() && std::find(reserved.begin(), reserved.end(), id) == reserved.end() &&
           id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./-") ==
               std::string_view::npos;
}

/// X.Y.Z of numbers without leading zeros.
bool is_version(std::string_view text) {
    const std::vector<std::string_view> parts = base::split(text, '.');
    return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
               return base::parse_number(part) && (part.size() == 1 || part.front() != '0');
           });
}

std::string checked_id(const TomlReader& buildpack) {
    std::string id = buildpack.text("id");
    if (!is_buildpack_id(id))
        buildpack.fail(
            "id", "should be of letters, digits, '.', '/' and '-', and not app, config, generated or sbom");
    return id;
}

std::string checked_version(const TomlReader& buildpack) {
    std::string version = buildpack.text("version");
    if (!is_version(version)) buildpack.fail("version", "should be three numbers, as in 1.2.3");
    return version;
}

std::vector<SbomFormat> read_sbom_formats(const TomlReader& buildpack) {
    std::vector<SbomFormat> formats;
    for (const std::string& media_type : buildpack.texts("sbom-formats")) {
        const std::optional<SbomFormat> format = sbom_format_of(media_type);
        if (!format)
            buildpack.fail("sbom-formats",
                           base::format("should be of {}, {} and {}", media_type_of(SbomFormat::cyclonedx),
                                        media_type_of(SbomFormat::spdx), media_type_of(SbomFormat::syft)));
        formats.push_back(*format);
    }
    return formats;
}

/// An array in `[buildpack]`. The specification has it as tables, which the lifecycle cannot parse.
std::vector<std::string> read_execution_environments(const TomlReader& buildpack) {
    std::vector<std::string> names = buildpack.texts("exec-env");
    for (const std::string& name : names) {
        if (!is_execution_environment(name)) buildpack.fail("exec-env", "should hold names without '/'");
    }
    return names;
}

std::vector<Descriptor::License> read_licenses(const TomlReader& buildpack) {
    std::vector<Descriptor::License> result;
    for (const TomlReader& license : buildpack.tables("licenses")) {
        license.allow_only({"type", "uri"});
        result.push_back({license.find_text("type"), license.find_text("uri")});
    }
    return result;
}

std::vector<Descriptor::SupportedTarget> read_targets(const TomlReader& reader) {
    std::vector<Descriptor::SupportedTarget> result;
    for (const TomlReader& entry : reader.tables("targets")) {
        entry.allow_only({"os", "arch", "variant", "distros"});
        Descriptor::SupportedTarget target{
            entry.find_text("os"), entry.find_text("arch"), entry.find_text("variant"), {}};
        for (const TomlReader& distro : entry.tables("distros")) {
            distro.allow_only({"name", "version"});
            target.distros.push_back({distro.text("name"), distro.find_text("version")});
        }
        result.push_back(std::move(target));
    }
    return result;
}

}  // namespace

Descriptor Descriptor::read(const std::filesystem::path& buildpack_directory) {
    const std::filesystem::path file = buildpack_directory / "buildpack.toml";
    const TomlTable table = read_toml_file(file);
    const TomlReader reader{table, file.native()};
    std::string api = reader.text("api");
    if (!is_supported_api(api)) throw UnsupportedApi{api, file.native()};
    if (reader.has("order")) reader.fail("order", "makes this a composite buildpack, which has no programs");
    reader.allow_only({"api", "buildpack", "targets", "stacks", "metadata"});
    const TomlReader buildpack = reader.table("buildpack");
    buildpack.allow_only({"id", "name", "version", "homepage", "clear-env", "description", "keywords",
                          "sbom-formats", "licenses", "exec-env"});
    const std::optional<TomlReader> metadata = reader.find_table("metadata");
    return {
        .api = std::move(api),
        .id = checked_id(buildpack),
        .name = buildpack.find_text("name").value_or(buildpack.text("id")),
        .version = checked_version(buildpack),
        .homepage = buildpack.find_text("homepage").value_or(""),
        .description = buildpack.find_text("description").value_or(""),
        .keywords = buildpack.texts("keywords"),
        .licenses = read_licenses(buildpack),
        .sbom_formats = read_sbom_formats(buildpack),
        .execution_environments = read_execution_environments(buildpack),
        .clear_env = buildpack.flag("clear-env", false),
        .targets = read_targets(reader),
        .metadata = metadata ? metadata->contents() : TomlTable{},
        .file = file.native(),
    };
}

bool is_supported_api(std::string_view api) { return api == "0.10" || api == "0.11" || api == "0.12"; }

}  // namespace adder::cnb
