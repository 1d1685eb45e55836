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

/// When the change applies.
enum class EnvScope { build_and_launch, build, launch };

/// The variables a layer sets for later buildpacks and for the running app.
class LayerEnv {
  public:
    /// `delimiter` is only meaningful for `append` and `prepend`, which have none by default, not even for
    /// PATH.
    LayerEnv& set(EnvScope scope, EnvAction action, std::string name, std::string value,
                  std::string delimiter = "");

    /// Writes `env/`, `env.build/` and `env.launch/` into the layer's directory. Throws `base::SystemError`.
    void write_to(const std::filesystem::path& layer_directory) const;

  private:
    struct Change {
        EnvScope scope;
        EnvAction action;
        std::string name;
        std::string value;
        std::string delimiter;
    };
    std::vector<Change> changes_;
};

/// The environment that later buildpacks will see because of this layer: its `bin`, `lib`, `include` and
/// `pkgconfig` directories in front of the path variables, then `env/`, then `env.build/`, with the
/// lifecycle's rules. A buildpack's own process never gets these, so its own steps apply them with this
/// function.
base::Environment with_layer_for_build(base::Environment env, const std::filesystem::path& layer_directory);

}  // namespace adder::cnb
