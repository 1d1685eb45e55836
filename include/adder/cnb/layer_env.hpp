#pragma once

#include <adder/base/environment.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adder::cnb {

/// How a layer changes an environment variable (spec: Environment Variable Modification Rules).
enum class EnvAction {
    override_value,  ///< set it, whatever it was
    default_value,   ///< set it if it is unset or empty
    append,          ///< after what is there, behind the delimiter
    prepend,         ///< before what is there, in front of the delimiter
};

/// When a change applies: in the builds of later buildpacks, in the running app, or in one of its processes.
class EnvScope {
  public:
    static EnvScope build_and_launch() { return EnvScope{"env"}; }
    static EnvScope build() { return EnvScope{"env.build"}; }
    static EnvScope launch() { return EnvScope{"env.launch"}; }
    /// Throws `std::logic_error` for a name that is no process type.
    static EnvScope process(std::string_view type);

    /// Where the changes are kept, relative to the layer.
    const std::filesystem::path& directory() const { return directory_; }

  private:
    explicit EnvScope(std::filesystem::path directory) : directory_{std::move(directory)} {}

    std::filesystem::path directory_;
};

/// The variables a layer sets for later buildpacks and for the running app.
class LayerEnv {
  public:
    /// `delimiter` is only meaningful for `append` and `prepend`, which have none by default, not even for
    /// PATH. All changes of one variable in one scope share one delimiter. Throws `std::logic_error` for a
    /// name that the lifecycle would not take as it is (empty, with '.', '=', '/' or NUL), and for a second
    /// delimiter.
    LayerEnv& set(const EnvScope& scope, EnvAction action, std::string_view name, std::string value,
                  std::string delimiter = "");

    /// Writes `env/`, `env.build/`, `env.launch/` and `env.launch/<process>/` into the layer's directory.
    /// Throws `base::SystemError`.
    void write_to(const std::filesystem::path& layer_directory) const;

  private:
    struct File {
        std::filesystem::path path;  ///< relative to the layer
        std::string contents;
    };

    void add(std::filesystem::path path, std::string contents);

    std::vector<File> files_;
};

// What the lifecycle makes of layers, in its own order, which is not quite the specification's: a buildpack's
// process never gets its own layers' variables, so its steps apply them with these functions. All of them
// read the layers' directories, and throw `base::SystemError` for what cannot be read.

/// One layer, as it will be seen by later buildpacks: its `bin`, `lib`, `include` and `pkgconfig` in front of
/// the path variables, then `env/`, then `env.build/`.
base::Environment with_layer_for_build(base::Environment env, const std::filesystem::path& layer);

/// What a later buildpack's build sees of one buildpack's layers directory: its layers with `build = true`,
/// one after the other, by the names of their TOML files.
base::Environment with_layers_for_build(base::Environment env, const std::filesystem::path& layers_directory);

/// What a process sees of it at launch: the `bin` and `lib` of all layers with `launch = true`, by the
/// layers' names, then for each of them `env/`, `env.launch/` and `env.launch/<process_type>/`. An empty
/// process type is a command that is none of the image's processes. Layers whose contents are only in the
/// previous image do not show.
base::Environment with_layers_for_launch(base::Environment env, const std::filesystem::path& layers_directory,
                                         std::string_view process_type);

}  // namespace adder::cnb
