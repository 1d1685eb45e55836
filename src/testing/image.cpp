#include "testing/oci_layout.hpp"
#include "testing/tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>
#include <adder/testing/image.hpp>

#include <algorithm>
#include <cstdint>

namespace adder::test {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* lifecycle_metadata = "io.buildpacks.lifecycle.metadata";

cnb::TomlTable to_table(const json& object);

cnb::TomlValue to_value(const json& value) {
    if (value.is_object()) return to_table(value);
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (value.is_number()) return value.get<double>();
    if (!value.is_array()) return value.get<std::string>();
    cnb::TomlArray array;
    for (const json& element : value) array.push_back(to_value(element));
    return array;
}

/// TOML has no null: what is null is left out.
cnb::TomlTable to_table(const json& object) {
    cnb::TomlTable table;
    for (const auto& [key, value] : object.items()) {
        if (!value.is_null()) table.emplace(key, to_value(value));
    }
    return table;
}

/// What the lifecycle's label says of one buildpack; null if it does not mention it.
json buildpack_metadata(const Image& image, std::string_view id) {
    const json metadata = parse_json(image.label(lifecycle_metadata), lifecycle_metadata);
    const json buildpacks = metadata.value("buildpacks", json::array());
    for (const json& buildpack : buildpacks) {
        if (buildpack.value("key", "") == id) return buildpack;
    }
    return {};
}

/// A value that may be absent or null.
json object_in(const json& object, const char* key) {
    if (!object.is_object() || !object.contains(key) || object.at(key).is_null()) return json::object();
    return object.at(key);
}

}  // namespace

Image::Image(fs::path layout, std::shared_ptr<const WorkDirectory> keep)
    : layout_{std::move(layout)}, keep_{std::move(keep)} {
    const OciLayout image{layout_};
    layer_digests_ = image.layer_digests();
    try {
        const json& config = image.config().at("config");
        for (const json& diff_id : image.config().at("rootfs").at("diff_ids"))
            content_digests_.push_back(diff_id);
        labels_ = object_in(config, "Labels").get<std::map<std::string, std::string>>();
        const json entrypoint = config.value("Entrypoint", json::array());
        if (!entrypoint.empty()) entrypoint_ = entrypoint.at(0);
        const json env = config.value("Env", json::array());
        for (const std::string assignment : env) {
            const std::size_t equals = assignment.find('=');
            env_.set(assignment.substr(0, equals), assignment.substr(equals + 1));
        }
    } catch (const json::exception& error) {
        throw base::Error{"the configuration of the image in {} cannot be read: {}", layout_, error.what()};
    }
}

const std::string& Image::label(const std::string& name) const {
    const auto found = labels_.find(name);
    if (found == labels_.end()) throw base::Error{"the image has no label {}", name};
    return found->second;
}

fs::path Image::stored_layer(std::string_view digest) const { return OciLayout{layout_}.blob(digest); }

std::map<std::string, ImageLayer> Image::layers_of(std::string_view buildpack_id) const {
    std::map<std::string, ImageLayer> layers;
    const json recorded = object_in(buildpack_metadata(*this, buildpack_id), "layers");
    for (const auto& [name, layer] : recorded.items()) {
        layers.emplace(name, ImageLayer{.digest = layer.value("sha", ""),
                                        .launch = layer.value("launch", false),
                                        .build = layer.value("build", false),
                                        .cache = layer.value("cache", false),
                                        .metadata = to_table(object_in(layer, "data"))});
    }
    return layers;
}

cnb::TomlTable Image::store_of(std::string_view buildpack_id) const {
    return to_table(object_in(object_in(buildpack_metadata(*this, buildpack_id), "store"), "metadata"));
}

std::string Image::layers_that_do_not_fit() const {
    if (layer_digests_.size() != content_digests_.size()) {
        return base::format("the manifest has {} layers, the configuration {}", layer_digests_.size(),
                            content_digests_.size());
    }
    std::string wrong;
    for (std::size_t i = 0; i < layer_digests_.size(); ++i) {
        const std::string file = stored_layer(layer_digests_[i]).native();
        // What is not compressed passes through.
        const std::string sum =
            run_tool("sh", {"-c", "gzip --decompress --stdout --force \"$1\" | sha256sum", "sh", file},
                     standard_env());
        const std::string digest = "sha256:" + sum.substr(0, sum.find(' '));
        if (digest != content_digests_[i]) {
            wrong += base::format("layer {} has {} instead of {}\n", i, digest, content_digests_[i]);
        }
    }
    return wrong;
}

std::vector<std::string> Image::files_in(std::string_view content_digest) const {
    const auto found = std::find(content_digests_.begin(), content_digests_.end(), content_digest);
    if (found == content_digests_.end())
        throw base::Error{"no layer of the image has the digest {}", content_digest};
    const std::string& stored = layer_digests_.at(static_cast<std::size_t>(found - content_digests_.begin()));
    const std::string listing =
        run_tool("tar", {"--list", "--absolute-names", "--file", stored_layer(stored)}, standard_env());
    std::vector<std::string> files;
    for (const std::string_view line : base::lines(listing)) files.emplace_back(line);
    return files;
}

}  // namespace adder::test
