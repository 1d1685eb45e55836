#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/layer_files.hpp>

#include <stdexcept>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

void check_name(const std::string& name) {
    const bool well_formed = !name.empty() && name.find_first_not_of(
                                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                  "0123456789_-") == std::string::npos;
    if (!well_formed || name == "build" || name == "launch" || name == "store") {
        throw std::logic_error("'" + name + "' cannot be the name of a layer");
    }
}

fs::path staging_path_of(const fs::path& layer) {
    return layer.parent_path() / ("." + layer.filename().native() + ".new");
}

}  // namespace

LayerFiles::LayerFiles(const fs::path& layers_directory, std::string name, SbomFiles sboms)
    : name_{std::move(name)}, path_{layers_directory / name_}, sboms_{std::move(sboms)} {
    check_name(name_);
}

fs::path LayerFiles::toml_path() const { return path_.native() + ".toml"; }

fs::path LayerFiles::staging_path() const { return staging_path_of(path_); }

bool LayerFiles::has_toml() const { return fs::exists(fs::symlink_status(toml_path())); }

TomlTable LayerFiles::read_metadata() const {
    const TomlTable table = read_toml_file(toml_path());
    const std::optional<TomlReader> metadata = TomlReader{table, toml_path().native()}.find_table("metadata");
    return metadata ? metadata->contents() : TomlTable{};
}

bool LayerFiles::has_contents() const { return fs::is_directory(fs::symlink_status(path_)); }

void LayerFiles::remove() const {
    base::remove_tree(toml_path());
    sboms_.remove(name_);
    remove_contents();
    // The name the lifecycle gives to a layer without types; in the way of the next one without.
    base::remove_tree(path_.native() + ".ignore");
}

void LayerFiles::remove_contents() const {
    base::remove_tree(path_);
    base::remove_tree(staging_path());
}

std::vector<Sbom> LayerFiles::fill_contents(Filling filling, const FillLayer& fill) const {
    remove_contents();
    LayerDraft draft{.directory = filling == Filling::in_place ? path_ : staging_path()};
    const fs::path directory = draft.directory;
    try {
        base::make_directories(directory);
        fill(draft);
        draft.env.write_to(directory);
        install_exec_d(draft.exec_d, directory);
        sboms_.check(draft.sboms);
        if (directory != path_) base::rename_path(directory, path_);
    } catch (...) {
        base::remove_tree(directory);
        throw;
    }
    return std::move(draft.sboms);
}

void LayerFiles::fill(Filling filling, const LayerTypes& types, const FillLayer& fill,
                      const std::function<TomlTable()>& metadata) const {
    remove();
    sboms_.write(name_, fill_contents(filling, fill));
    write_toml(types, metadata());
}

void LayerFiles::write_toml(const LayerTypes& types, const TomlTable& metadata) const {
    TomlTable table{{"types", TomlTable{
                                  {"launch", types.launch},
                                  {"build", types.build},
                                  {"cache", types.cache},
                              }}};
    if (!metadata.empty()) table.emplace("metadata", metadata);
    write_toml_file(toml_path(), table);
}

TemporaryContents::~TemporaryContents() {
    if (directory_.empty()) return;
    const fs::path rest = staging_path_of(directory_);
    try {
        // Its TOML stays: a build that is killed meanwhile must not leave half of it under the layer's name.
        base::remove_tree(rest);
        base::rename_path(directory_, rest);
        base::remove_tree(rest);
    } catch (const base::Error&) {}
}

std::vector<std::string> lifecycle_names_in(const fs::path& layer_directory) {
    std::vector<std::string> names;
    for (const char* name : {"env", "env.build", "env.launch", "exec.d", "profile.d"}) {
        if (fs::exists(fs::symlink_status(layer_directory / name))) names.emplace_back(name);
    }
    return names;
}

}  // namespace adder::cnb
