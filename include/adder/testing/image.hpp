#pragma once

#include <adder/base/environment.hpp>
#include <adder/cnb/toml.hpp>
#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace adder::test {

/// A buildpack's layer in an image, by what the lifecycle wrote into the image's label.
struct ImageLayer {
    std::string
        digest;  ///< of its files as an uncompressed tar; what "reused" means is that it stays the same
    bool launch = false;
    bool build = false;
    bool cache = false;
    cnb::TomlTable metadata;
};

/// An image that the lifecycle made: what it says of itself. `Rootfs` unpacks it.
class Image {
  public:
    /// `layout` is an OCI image layout with one image. It must stay as it is while this is in use; `keep` is
    /// held that long. Throws `base::Error`.
    explicit Image(std::filesystem::path layout, std::shared_ptr<const WorkDirectory> keep = nullptr);

    const std::map<std::string, std::string>& labels() const { return labels_; }
    /// Throws `base::Error` if there is no such label.
    const std::string& label(const std::string& name) const;
    const base::Environment& env() const { return env_; }
    /// What is started when nothing is said of it.
    const std::string& entrypoint() const { return entrypoint_; }

    /// The digests of all its layers as they are stored, lowest first.
    const std::vector<std::string>& layer_digests() const { return layer_digests_; }
    /// Where the layer with that digest, one of `layer_digests`, is stored.
    std::filesystem::path stored_layer(std::string_view digest) const;

    /// The layers of one buildpack by their names; none if it took no part.
    std::map<std::string, ImageLayer> layers_of(std::string_view buildpack_id) const;
    /// What that buildpack keeps with the image (store.toml).
    cnb::TomlTable store_of(std::string_view buildpack_id) const;
    /// The digests of all its layers' contents, lowest first: what `ImageLayer::digest` is one of.
    const std::vector<std::string>& content_digests() const { return content_digests_; }
    /// What is wrong with the image's layers: the manifest has others than the configuration names, as some
    /// releases of the lifecycle write; empty if nothing is. Reads all layers.
    std::string layers_that_do_not_fit() const;
    /// Files and directories of the layer with that content, as `tar` lists them. Throws `base::Error` if
    /// there is no such layer.
    std::vector<std::string> files_in(std::string_view content_digest) const;

  private:
    std::filesystem::path layout_;
    std::shared_ptr<const WorkDirectory> keep_;
    std::map<std::string, std::string> labels_;
    base::Environment env_;
    std::string entrypoint_;
    std::vector<std::string> layer_digests_;
    std::vector<std::string> content_digests_;
};

}  // namespace adder::test
