#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace adder::test {

/// An image on disk, as the OCI image layout specification has it: index.json, and blobs under their digests.
/// Everything here throws `base::Error` for what is not such a directory.
class OciLayout {
  public:
    /// One with exactly one image, which is what the lifecycle reads and writes.
    explicit OciLayout(std::filesystem::path directory);

    const nlohmann::json& config() const { return config_; }
    /// The digests of the layers as they are stored, lowest first.
    const std::vector<std::string>& layer_digests() const { return layer_digests_; }
    std::filesystem::path blob(std::string_view digest) const;

  private:
    std::filesystem::path directory_;
    nlohmann::json config_;
    std::vector<std::string> layer_digests_;
};

/// Parses it, and names `what` if it is not JSON.
nlohmann::json parse_json(std::string_view text, std::string_view what);

}  // namespace adder::test
