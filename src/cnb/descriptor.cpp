#include <adder/cnb/descriptor.hpp>

namespace adder::cnb {

Descriptor Descriptor::read(const std::filesystem::path& buildpack_directory) {
    const std::filesystem::path file = buildpack_directory / "buildpack.toml";
    const TomlTable table = read_toml_file(file);
    const TomlReader reader{table, file.native()};
    const TomlReader buildpack = reader.table("buildpack");
    const std::optional<TomlReader> metadata = reader.find_table("metadata");
    return {
        .api = reader.text("api"),
        .id = buildpack.text("id"),
        .name = buildpack.find_text("name").value_or(buildpack.text("id")),
        .version = buildpack.text("version"),
        .homepage = buildpack.find_text("homepage").value_or(""),
        .clear_env = buildpack.flag("clear-env", false),
        .metadata = metadata ? metadata->contents() : TomlTable{},
    };
}

bool is_supported_api(std::string_view api) { return api == "0.10" || api == "0.11" || api == "0.12"; }

}  // namespace adder::cnb
