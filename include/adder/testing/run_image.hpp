#pragma once

#include <adder/testing/work_directory.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace adder::test {

/// The image that apps' images are built on, as an OCI image layout on disk.
class RunImage {
  public:
    /// A layout with exactly one image; it must stay where it is.
    explicit RunImage(std::filesystem::path layout) : layout_{std::move(layout)} {}

    /// What an image without files says of itself.
    struct Description {
        std::string os = "linux";
        std::string architecture = machine_architecture();
        std::map<std::string, std::string> labels = {};
    };

    /// An image without files. Builds on it are fast; nothing can be started in what they make.
    static std::shared_ptr<const RunImage> empty(const Description& description);

    const std::filesystem::path& layout() const { return layout_; }

    /// How many layers it has.
    std::size_t layer_count() const;

    /// Its files, unpacked the first time this is asked for. They must not be changed. Throws `base::Error`.
    const std::filesystem::path& files() const;

    /// This machine's, as images name it: amd64, arm64.
    static std::string machine_architecture();

  private:
    std::filesystem::path layout_;
    std::optional<WorkDirectory> made_;  ///< the layout of an image that was made up

    mutable std::once_flag unpacked_;
    mutable std::optional<WorkDirectory> files_;
};

}  // namespace adder::test
