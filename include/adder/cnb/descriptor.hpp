#pragma once

#include <adder/base/error.hpp>
#include <adder/cnb/sbom.hpp>
#include <adder/cnb/toml.hpp>

#include <concepts>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::cnb {

/// `buildpack.toml` asks for a version of the Buildpack API that this framework does not speak.
class UnsupportedApi : public base::Error {
  public:
    UnsupportedApi(std::string_view api, std::string_view file)
        : Error{
              "Buildpack API {} is not supported: {} asks for it, and this program speaks 0.10, 0.11 and "
              "0.12",
              api, file} {}
};

/// What `buildpack.toml` says of the buildpack that is running (spec: buildpack.toml).
struct Descriptor {
    struct License {
        std::optional<std::string> type;  ///< an SPDX expression
        std::optional<std::string> uri;
    };
    struct Distro {
        std::string name;
        std::optional<std::string> version;
    };
    /// What the buildpack runs on; anything, where a part is absent.
    struct SupportedTarget {
        std::optional<std::string> os;
        std::optional<std::string> arch;
        std::optional<std::string> variant;
        std::vector<Distro> distros;
    };

    std::string api;
    std::string id;
    std::string name;  ///< the id, if it has no name
    std::string version;
    std::string homepage = {};
    std::string description = {};
    std::vector<std::string> keywords = {};
    std::vector<License> licenses = {};
    std::vector<SbomFormat> sbom_formats = {};
    /// The execution environments it is for (Buildpack API 0.12); all when empty.
    std::vector<std::string> execution_environments = {};
    bool clear_env = false;
    std::vector<SupportedTarget> targets = {};
    TomlTable metadata = {};  ///< `[metadata]`, the buildpack's own data
    std::string file = "buildpack.toml";

    /// Strict: a key that the specification does not know is an error, since the lifecycle would ignore it
    /// without a word. Throws `base::Error` naming file, line and key, and `UnsupportedApi`, which comes
    /// first, since another version may have other keys.
    static Descriptor read(const std::filesystem::path& buildpack_directory);

    /// `[metadata]` as a type of the buildpack's own; errors name the file, the line and the key.
    template <typename M>
        requires requires(const TomlReader& reader) {
            { M::from_toml(reader) } -> std::same_as<M>;
        }
    M metadata_as() const {
        return M::from_toml(TomlReader{metadata, file, "metadata"});
    }
};

/// Whether this framework speaks the Buildpack API version (0.10 to 0.12).
bool is_supported_api(std::string_view api);

}  // namespace adder::cnb
