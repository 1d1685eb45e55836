#pragma once

#include <adder/cnb/layers.hpp>

#include <filesystem>

namespace adder::python {

/// What the layer was made of.
struct WebLayerKey {
    std::string program;       ///< its SHA-256
    bool event_loops = false;  ///< the default process has such workers

    static WebLayerKey from_toml(const cnb::TomlReader& reader);
    cnb::TomlTable to_toml() const;
};

/// Makes the launch layer `web`, or leaves it to the previous image: the program that decides how many
/// workers a server has and where it listens, and what it has to know of the server. Throws `base::Error` if
/// `program` is not there.
void provide_web_layer(const cnb::Layers& layers, const std::filesystem::path& program, bool event_loops);

}  // namespace adder::python
