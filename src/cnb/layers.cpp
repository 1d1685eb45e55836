#include <adder/base/files.hpp>
#include <adder/cnb/layers.hpp>

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

}  // namespace

KeyComparison& KeyComparison::field(std::string_view what, std::string_view cached, std::string_view wanted) {
    return differs_if(cached != wanted, base::format("{} changed from {} to {}", what, cached, wanted));
}

KeyComparison& KeyComparison::differs_if(bool differs, std::string reason) {
    if (differs) reasons_.push_back(std::move(reason));
    return *this;
}

Decision KeyComparison::decision() const {
    if (reasons_.empty()) return Keep{};
    return Discard{reasons_};
}

LayerFiles::LayerFiles(const fs::path& layers_directory, std::string name)
    : name_{std::move(name)}, path_{layers_directory / name_} {
    check_name(name_);
}

fs::path LayerFiles::toml_path() const { return path_.native() + ".toml"; }

std::optional<TomlTable> LayerFiles::restored_metadata() const {
    if (!fs::exists(fs::symlink_status(toml_path()))) return std::nullopt;
    const TomlTable table = read_toml_file(toml_path());
    const std::optional<TomlReader> metadata = TomlReader{table, toml_path().native()}.find_table("metadata");
    return metadata ? metadata->contents() : TomlTable{};
}

bool LayerFiles::has_contents() const { return fs::is_directory(fs::symlink_status(path_)); }

void LayerFiles::remove() const {
    base::remove_tree(toml_path());
    remove_contents();
    for (const char* format : {"cdx", "spdx", "syft"}) {
        base::remove_tree(path_.native() + ".sbom." + format + ".json");
    }
}

void LayerFiles::remove_contents() const { base::remove_tree(path_); }

void LayerFiles::fill(Filling filling, const LayerEnv& env, const Fill& fill) const {
    base::remove_tree(toml_path());
    remove_contents();
    const fs::path directory =
        filling == Filling::in_place ? path_ : path_.parent_path() / ("." + name_ + ".new");
    base::remove_tree(directory);
    try {
        base::make_directories(directory);
        fill(directory);
        env.write_to(directory);
        if (directory != path_) base::rename_path(directory, path_);
    } catch (...) {
        base::remove_tree(directory);
        throw;
    }
}

void LayerFiles::write_toml(const LayerTypes& types, const TomlTable& metadata) const {
    write_toml_file(toml_path(), {{"types",
                                   TomlTable{
                                       {"launch", types.launch},
                                       {"build", types.build},
                                       {"cache", types.cache},
                                   }},
                                  {"metadata", metadata}});
}

}  // namespace adder::cnb
