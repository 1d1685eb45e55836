#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/layer_env.hpp>

#include <algorithm>

namespace adder::cnb {

namespace {

namespace fs = std::filesystem;

const char* directory_of(EnvScope scope) {
    switch (scope) {
        case EnvScope::build_and_launch:
            return "env";
        case EnvScope::build:
            return "env.build";
        case EnvScope::launch:
            return "env.launch";
    }
    return "env";
}

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
    return "override";
}

struct RootDirectory {
    const char* directory;
    const char* variable;
};
constexpr RootDirectory build_roots[] = {
    {"bin", "PATH"},      {"lib", "LD_LIBRARY_PATH"},       {"lib", "LIBRARY_PATH"},
    {"include", "CPATH"}, {"pkgconfig", "PKG_CONFIG_PATH"},
};

void apply_roots(base::Environment& env, const fs::path& layer) {
    for (const RootDirectory& root : build_roots) {
        const fs::path directory = layer / root.directory;
        std::error_code ignored;
        if (!fs::is_directory(directory, ignored)) continue;
        const std::string current = env.find(root.variable).value_or("");
        env.set(root.variable, directory.native() + (current.empty() ? "" : ":" + current));
    }
}

/// The delimiter counts only if it stands in the same directory, whatever the specification says of layers.
std::string delimiter_for(const fs::path& directory, const std::string& name) {
    return base::read_file_if_present(directory / (name + ".delim")).value_or("");
}

void apply_file(base::Environment& env, const fs::path& file) {
    const std::string file_name = file.filename().native();
    const std::size_t dot = file_name.find('.');
    const std::string name = file_name.substr(0, dot);
    const std::string action = dot == std::string::npos ? "override" : file_name.substr(dot + 1);
    const std::string current = env.find(name).value_or("");
    if (action == "override") {
        env.set(name, base::read_file(file));
    } else if (action == "default") {
        if (current.empty()) env.set(name, base::read_file(file));
    } else if (action == "append") {
        const std::string delimiter = current.empty() ? "" : delimiter_for(file.parent_path(), name);
        env.set(name, current + delimiter + base::read_file(file));
    } else if (action == "prepend") {
        const std::string delimiter = current.empty() ? "" : delimiter_for(file.parent_path(), name);
        env.set(name, base::read_file(file) + delimiter + current);
    }
}

void apply_env_directory(base::Environment& env, const fs::path& directory) {
    std::error_code missing;
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory, missing}) {
        if (!entry.is_directory()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) apply_file(env, file);
}

}  // namespace

LayerEnv& LayerEnv::set(EnvScope scope, EnvAction action, std::string name, std::string value,
                        std::string delimiter) {
    changes_.push_back({scope, action, std::move(name), std::move(value), std::move(delimiter)});
    return *this;
}

void LayerEnv::write_to(const fs::path& layer_directory) const {
    for (const Change& change : changes_) {
        const fs::path directory = layer_directory / directory_of(change.scope);
        base::make_directories(directory);
        base::write_file(directory / (change.name + "." + suffix_of(change.action)), change.value);
        if (!change.delimiter.empty())
            base::write_file(directory / (change.name + ".delim"), change.delimiter);
    }
}

base::Environment with_layer_for_build(base::Environment env, const fs::path& layer_directory) {
    apply_roots(env, layer_directory);
    apply_env_directory(env, layer_directory / "env");
    apply_env_directory(env, layer_directory / "env.build");
    return env;
}

}  // namespace adder::cnb
