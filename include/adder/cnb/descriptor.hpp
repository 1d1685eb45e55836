#pragma once

#include <adder/cnb/toml.hpp>

#include <filesystem>
#include <string>

namespace adder::cnb {

/// What `buildpack.toml` says of the buildpack that is running.
struct Descriptor {
    std::string api;
    std::string id;
    std::string name;
    std::string version;
    std::string homepage;
    bool clear_env = false;
    TomlTable metadata;  ///< `[metadata]`, the buildpack's own data

    /// Throws `base::Error` naming file, line and key.
    static Descriptor read(const std::filesystem::path& buildpack_directory);
};

/// Whether this framework speaks the Buildpack API version (0.10 to 0.12).
bool is_supported_api(std::string_view api);

}  // namespace adder::cnb
