#include <adder/testing/fake_platform.hpp>

namespace adder::test {

namespace fs = std::filesystem;

namespace {

/// One row of the specification's table of what is restored for a layer's types.
void restore_layer(const fs::path& toml_file, const fs::path& contents) {
    const cnb::TomlTable table = cnb::read_toml_file(toml_file);
    const cnb::TomlReader reader{table, toml_file.native()};
    const std::optional<cnb::TomlReader> types = reader.find_table("types");
    const auto has = [&types](std::string_view type) { return types && types->flag(type, false); };
    if (!has("cache")) base::remove_tree(contents);
    if (!has("cache") && (!has("launch") || has("build"))) {
        base::remove_tree(toml_file);
        return;
    }
    const std::optional<cnb::TomlReader> metadata = reader.find_table("metadata");
    cnb::write_toml_file(toml_file,
                         metadata ? cnb::TomlTable{{"metadata", metadata->contents()}} : cnb::TomlTable{});
}

}  // namespace

FakePlatform::FakePlatform() {
    for (const fs::path& directory : {app(), layers_directory(), platform_directory() / "env"}) {
        base::make_directories(directory);
    }
}

void FakePlatform::write_app_file(const fs::path& name, std::string_view contents) {
    base::make_directories((app() / name).parent_path());
    base::write_file(app() / name, contents);
}

cnb::PhaseContext FakePlatform::context() {
    return {.app_directory = app(),
            .buildpack_directory = directory_.path() / "buildpack",
            .platform_directory = platform_directory(),
            .descriptor = descriptor,
            .target = target,
            .execution_environment = execution_environment,
            .env = env,
            .log = log_};
}

cnb::DetectResult FakePlatform::detect(const cnb::DetectFunction& detect) {
    return detect(cnb::DetectContext{context()});
}

cnb::BuildResult FakePlatform::build(const cnb::BuildFunction& build) {
    cnb::BuildContext build_context{context(), plan, layers(), store};
    cnb::BuildResult result = build(build_context);
    if (result.store) store = *result.store;
    return result;
}

void FakePlatform::restore() {
    std::vector<fs::path> toml_files;
    for (const fs::directory_entry& entry : fs::directory_iterator{layers_directory()}) {
        if (entry.path().extension() == ".toml") toml_files.push_back(entry.path());
    }
    for (const fs::path& file : toml_files) restore_layer(file, layers_directory() / file.stem());
    for (const fs::directory_entry& entry : fs::directory_iterator{layers_directory()}) {
        const fs::path toml_file = entry.path().native() + ".toml";
        if (entry.is_directory() && !fs::exists(toml_file)) base::remove_tree(entry.path());
    }
}

}  // namespace adder::test
