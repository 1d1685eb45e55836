#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/launch.hpp>
#include <adder/cnb/layer_env.hpp>
#include <adder/cnb/toml.hpp>

#include <algorithm>
#include <span>
#include <stdexcept>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

const char* suffix_of(EnvAction action) {
    switch (action) {
        case EnvAction::override_value:
            return "override";
        case EnvAction::default_value:
            return "default";
        case EnvAction::append:
            return "append";
        case EnvAction::prepend:
            return "prepend";
    }
    throw std::logic_error("no such action");
}

struct RootDirectory {
    const char* directory;
    const char* variable;
};
constexpr RootDirectory build_roots[] = {
    {"bin", "PATH"},      {"lib", "LD_LIBRARY_PATH"},       {"lib", "LIBRARY_PATH"},
    {"include", "CPATH"}, {"pkgconfig", "PKG_CONFIG_PATH"},
};
constexpr RootDirectory launch_roots[] = {{"bin", "PATH"}, {"lib", "LD_LIBRARY_PATH"}};

std::string before(std::string value, std::string_view delimiter, const std::string& current) {
    if (!current.empty()) value.append(delimiter).append(current);
    return value;
}

void apply_roots(base::Environment& env, const fs::path& layer, std::span<const RootDirectory> roots) {
    for (const RootDirectory& root : roots) {
        const fs::path directory = layer / root.directory;
        if (!fs::exists(directory)) continue;
        env.set(root.variable, before(directory, ":", env.find(root.variable).value_or("")));
    }
}

/// The delimiter counts only if it stands in the same directory, whatever the specification says of layers.
/// What cannot be read is none.
std::string delimiter_for(const fs::path& directory, const std::string& name,
                          std::string_view otherwise = "") {
    const fs::path file = directory / (name + ".delim");
    return fs::is_regular_file(file) ? base::read_file(file) : std::string{otherwise};
}

/// The action begins at the first dot, whatever else the name holds; one that is unknown does nothing.
void apply_file(base::Environment& env, const fs::path& directory, const std::string& file_name) {
    const std::size_t dot = file_name.find('.');
    const std::string name = file_name.substr(0, dot);
    const std::string action = dot == std::string::npos ? "override" : file_name.substr(dot + 1);
    const std::string current = env.find(name).value_or("");
    if (action == "override") {
        env.set(name, base::read_file(directory / file_name));
    } else if (action == "default") {
        if (current.empty()) env.set(name, base::read_file(directory / file_name));
    } else if (action == "append") {
        const std::string value = base::read_file(directory / file_name);
        env.set(name, current.empty() ? value : current + delimiter_for(directory, name) + value);
    } else if (action == "prepend") {
        const std::string value = base::read_file(directory / file_name);
        env.set(name, before(value, delimiter_for(directory, name), current));
    } else if (action.empty()) {  // `NAME.`: in no specification; what `NAME` meant before Buildpack API 0.2
        const std::string value = base::read_file(directory / file_name);
        env.set(name, before(value, delimiter_for(directory, name, ":"), current));
    }
}

/// The names in a directory that `wanted` accepts, sorted by byte as the lifecycle's are; none if there is no
/// such directory.
template <typename Wanted>
std::vector<std::string> names_in(const fs::path& directory, const Wanted& wanted) {
    std::vector<std::string> names;
    if (!fs::exists(directory)) return names;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
        if (wanted(entry)) names.push_back(entry.path().filename().native());
    }
    std::sort(names.begin(), names.end());
    return names;
}

void apply_env_directory(base::Environment& env, const fs::path& directory) {
    const std::vector<std::string> files =
        names_in(directory, [](const fs::directory_entry& entry) { return !entry.is_directory(); });
    for (const std::string& file : files) apply_file(env, directory, file);
}

/// A type of a layer, as its TOML file gives it.
bool has_type(const fs::path& toml_file, std::string_view type) {
    const TomlTable table = read_toml_file(toml_file);
    const std::optional<TomlReader> types = TomlReader{table, toml_file.native()}.find_table("types");
    return types && types->flag(type, false);
}

}  // namespace

EnvScope EnvScope::process(std::string_view type) {
    if (!is_process_type(type)) throw std::logic_error("not a process type: '" + std::string{type} + "'");
    return EnvScope{fs::path{"env.launch"} / type};
}

LayerEnv& LayerEnv::set(const EnvScope& scope, EnvAction action, std::string_view name, std::string value,
                        std::string delimiter) {
    if (name.empty() || name.find_first_of(std::string_view{".=/\0", 4}) != std::string_view::npos)
        throw std::logic_error("not a name for a variable of a layer: '" + std::string{name} + "'");
    const fs::path file = scope.directory() / name;
    add(file.native() + "." + suffix_of(action), std::move(value));
    if (!delimiter.empty()) add(file.native() + ".delim", std::move(delimiter));
    return *this;
}

void LayerEnv::add(fs::path path, std::string contents) {
    for (const File& file : files_) {
        if (file.path != path) continue;
        if (file.contents != contents)
            throw std::logic_error("two values for one change of a variable: " + path.native());
        return;
    }
    files_.push_back({std::move(path), std::move(contents)});
}

void LayerEnv::write_to(const fs::path& layer_directory) const {
    for (const File& file : files_) {
        const fs::path path = layer_directory / file.path;
        base::make_directories(path.parent_path());
        base::write_file(path, file.contents);
    }
}

base::Environment with_layer_for_build(base::Environment env, const fs::path& layer) {
    apply_roots(env, layer, build_roots);
    apply_env_directory(env, layer / "env");
    apply_env_directory(env, layer / "env.build");
    return env;
}

base::Environment with_layers_for_build(base::Environment env, const fs::path& layers_directory) {
    const std::vector<std::string> files = names_in(layers_directory, [](const fs::directory_entry& entry) {
        return entry.path().native().ends_with(".toml") && !entry.is_directory();
    });
    for (const std::string& file : files) {
        if (!has_type(layers_directory / file, "build")) continue;
        env = with_layer_for_build(std::move(env), layers_directory / fs::path{file}.stem());
    }
    return env;
}

base::Environment with_layers_for_launch(base::Environment env, const fs::path& layers_directory,
                                         std::string_view process_type) {
    const std::vector<std::string> layers = names_in(layers_directory, [](const fs::directory_entry& entry) {
        const fs::path toml_file = entry.path().native() + ".toml";
        return entry.is_directory() && !entry.is_symlink() && fs::exists(toml_file) &&
               has_type(toml_file, "launch");
    });
    for (const std::string& layer : layers) apply_roots(env, layers_directory / layer, launch_roots);
    for (const std::string& name : layers) {
        const fs::path layer = layers_directory / name;
        apply_env_directory(env, layer / "env");
        apply_env_directory(env, layer / "env.launch");
        if (!process_type.empty()) apply_env_directory(env, layer / "env.launch" / process_type);
    }
    return env;
}

}  // namespace adder::cnb
