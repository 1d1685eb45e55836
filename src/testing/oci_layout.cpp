#include "testing/oci_layout.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

namespace adder::test {

namespace fs = std::filesystem;
using nlohmann::json;

json parse_json(std::string_view text, std::string_view what) {
    try {
        return json::parse(text);
    } catch (const json::exception& error) {
        throw base::Error{"{} cannot be read: {}", what, error.what()};
    }
}

OciLayout::OciLayout(fs::path directory) : directory_{std::move(directory)} {
    try {
        const auto read = [](const fs::path& file) {
            return parse_json(base::read_file(file), file.native());
        };
        const json index = read(directory_ / "index.json");
        const json& manifests = index.at("manifests");
        if (manifests.size() != 1) throw base::Error{"it names {} images instead of one", manifests.size()};
        const json manifest = read(blob(manifests.at(0).at("digest").get<std::string>()));
        config_ = read(blob(manifest.at("config").at("digest").get<std::string>()));
        for (const json& layer : manifest.at("layers")) layer_digests_.push_back(layer.at("digest"));
    } catch (const json::exception& error) {
        throw base::Error{"{} is no image layout: {}", directory_, error.what()};
    } catch (base::Error& error) {
        error.add_context("while reading the image layout {}", directory_);
        throw;
    }
}

fs::path OciLayout::blob(std::string_view digest) const {
    return directory_ / "blobs/sha256" / digest.substr(digest.find(':') + 1);
}

}  // namespace adder::test
