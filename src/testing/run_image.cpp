#include "testing/oci_layout.hpp"
#include "testing/tools.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/testing/run_image.hpp>
#include <adder/testing/standard_path.hpp>

#include <cerrno>
#include <string_view>

#include <sys/utsname.h>

namespace adder::test {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Stores it under its digest; the result is its descriptor.
json add_blob(const fs::path& layout, const char* media_type, std::string_view bytes) {
    const std::string digest = base::sha256(bytes).hex();
    base::write_file(layout / "blobs/sha256" / digest, bytes);
    return {{"mediaType", std::string{"application/vnd.oci.image."} + media_type},
            {"digest", "sha256:" + digest},
            {"size", bytes.size()}};
}

void write_empty_image(const fs::path& layout, const RunImage::Description& description) {
    base::make_directories(layout / "blobs/sha256");
    const json layer = add_blob(layout, "layer.v1.tar", std::string(1024, '\0'));  // the end of an archive
    const json config = {
        {"created", "1980-01-01T00:00:01Z"},
        {"os", description.os},
        {"architecture", description.architecture},
        {"config", {{"Env", {"PATH=" + std::string{standard_path}}}, {"Labels", description.labels}}},
        {"rootfs", {{"type", "layers"}, {"diff_ids", {layer.at("digest")}}}}};
    const json manifest = {{"schemaVersion", 2},
                           {"mediaType", "application/vnd.oci.image.manifest.v1+json"},
                           {"config", add_blob(layout, "config.v1+json", config.dump())},
                           {"layers", {layer}}};
    const json index = {{"schemaVersion", 2},
                        {"manifests", {add_blob(layout, "manifest.v1+json", manifest.dump())}}};
    base::write_file(layout / "index.json", index.dump());
    base::write_file(layout / "oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
}

}  // namespace

std::shared_ptr<const RunImage> RunImage::empty(const Description& description) {
    auto image = std::make_shared<RunImage>(fs::path{});
    image->layout_ = image->made_.emplace().path() / "layout";
    write_empty_image(image->layout_, description);
    return image;
}

std::size_t RunImage::layer_count() const { return OciLayout{layout_}.layer_digests().size(); }

const fs::path& RunImage::files() const {
    std::call_once(unpacked_, [this] {
        const OciLayout image{layout_};
        files_.emplace();
        for (const std::string& digest : image.layer_digests()) {
            run_tool("tar", {"--extract", "--file", image.blob(digest), "--directory", files_->path()},
                     standard_env());
        }
    });
    return files_->path();
}

std::string RunImage::machine_architecture() {
    utsname machine{};
    if (::uname(&machine) != 0) throw base::SystemError{errno, "cannot ask for the machine's architecture"};
    const std::string_view name = machine.machine;
    if (name == "x86_64") return "amd64";
    if (name == "aarch64") return "arm64";
    return std::string{name};
}

}  // namespace adder::test
