#include "platform.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>
#include <adder/fetch/fetcher.hpp>

#include <memory>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace adder::test {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const base::Environment& process_env() {
    static const base::Environment env = base::Environment::from(::environ);
    return env;
}

fs::path required(const char* variable) {
    if (const auto value = process_env().find_non_empty(variable)) return *value;
    throw base::Error{"{} is not set: run scripts/test.sh, which gets what end-to-end tests need", variable};
}

void run_or_throw(const std::string& program, std::vector<std::string> args) {
    const base::Captured captured = base::run_and_capture(
        {.program = program, .args = std::move(args), .env = process_env(), .working_directory = {}});
    if (!captured.status.ok()) throw base::Error{"{} failed: {}", program, captured.output};
}

json read_json(const fs::path& file) { return json::parse(base::read_file(file)); }

fs::path blob(const fs::path& layout, const json& descriptor) {
    const std::string digest = descriptor.at("digest");
    return layout / "blobs/sha256" / digest.substr(digest.find(':') + 1);
}

std::vector<fs::path> layers_of(const fs::path& layout, const json& manifest) {
    std::vector<fs::path> layers;
    for (const json& layer : manifest.at("layers")) layers.push_back(blob(layout, layer));
    return layers;
}

json manifest_of(const fs::path& layout) {
    return read_json(blob(layout, read_json(layout / "index.json").at("manifests").at(0)));
}

void unpack(const fs::path& layer, const fs::path& root) {
    run_or_throw("tar", {"--extract", "--file", layer, "--directory", root});
}

/// The run image's files, unpacked once: every image is built on them.
struct RunImage {
    RunImage() {
        for (const fs::path& layer : layers_of(Tools::get().run_image, manifest_of(Tools::get().run_image))) {
            unpack(layer, root.path());
            ++layer_count;
        }
    }

    static const RunImage& get() {
        static const RunImage image;
        return image;
    }

    base::TempDir root;
    std::size_t layer_count = 0;
};

/// A registry that ends with the test program.
class Registry {
  public:
    Registry() : address_{"127.0.0.1:" + std::to_string(free_port())} {
        base::write_file(
            directory_.path() / "config.yml",
            base::format("version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\n"
                         "storage: {{filesystem: {{rootdirectory: {}}}}}\nhttp: {{addr: '{}'}}\n",
                         directory_.path() / "data", address_));
        process_ = std::make_unique<BackgroundProcess>(
            base::Command{
                Tools::get().registry, {"serve", directory_.path() / "config.yml"}, process_env(), {}},
            directory_.path() / "log");
        fetch::FetcherOptions options;
        options.retry = {.attempts = 100,
                         .first_delay = std::chrono::milliseconds{50},
                         .longest_delay = std::chrono::milliseconds{100}};
        fetch::Fetcher{options}.get_text(fetch::Url::parse("http://" + address_ + "/v2/"), 1000);
        run_or_throw("skopeo",
                     {"copy", "--quiet", "--insecure-policy", "--dest-tls-verify=false",
                      "oci:" + Tools::get().run_image.native(), "docker://" + address_ + "/t/run:1"});
    }

    const std::string& address() const { return address_; }

  private:
    base::TempDir directory_;
    std::string address_;
    std::unique_ptr<BackgroundProcess> process_;
};

}  // namespace

const Tools& Tools::get() {
    static const Tools tools{required("ADDER_E2E_LIFECYCLE"), required("ADDER_E2E_RUN_IMAGE"),
                             required("ADDER_E2E_RUNTIMES"), required("ADDER_E2E_BUILDPACK"),
                             required("ADDER_E2E_REGISTRY")};
    return tools;
}

const std::string& registry_address() {
    static const Registry registry;
    return registry.address();
}

Image::Image(const fs::path& layout) {
    const json manifest = manifest_of(layout);
    const json config = read_json(blob(layout, manifest.at("config"))).at("config");
    labels_ = config.at("Labels").get<std::map<std::string, std::string>>();
    entrypoint_ = config.at("Entrypoint").at(0);
    for (const std::string assignment : config.at("Env")) {
        const std::size_t equals = assignment.find('=');
        env_.set(assignment.substr(0, equals), assignment.substr(equals + 1));
    }
    for (const json& layer : manifest.at("layers")) layer_digests_.push_back(layer.at("digest"));
    const std::vector<fs::path> layers = layers_of(layout, manifest);
    run_or_throw("cp", {"--archive", "--link", RunImage::get().root.path() / ".", root_.path()});
    for (std::size_t i = RunImage::get().layer_count; i < layers.size(); ++i) unpack(layers[i], root_.path());
    run_or_throw("chmod", {"1777", root_.path() / "tmp"});
    // The image's files are where they were built: below a temporary directory that others may not enter.
    for (fs::path path = env_.find("CNB_LAYERS_DIR").value(); path != "/"; path = path.parent_path()) {
        run_or_throw("chmod", {"a+rx", file(path)});
    }
}

fs::path Image::file(const fs::path& absolute_path) const {
    return root_.path() / absolute_path.relative_path();
}

base::Command Image::launch(const std::string& program, const std::vector<std::string>& args) const {
    base::Command command{.program = "/usr/sbin/chroot",
                          .args = {"--userspec=1000:1000", root_.path(), program},
                          .env = env_,
                          .working_directory = {}};
    command.args.insert(command.args.end(), args.begin(), args.end());
    return command;
}

std::string Image::run(const std::vector<std::string>& command) const {
    std::vector<std::string> args{"--"};
    args.insert(args.end(), command.begin(), command.end());
    const base::Captured captured = base::run_and_capture(launch("/cnb/lifecycle/launcher", args));
    if (!captured.status.ok())
        throw base::Error{"{} in the image: {}", captured.status.describe(), captured.output};
    return captured.output;
}

Image::Running::Running(const Image& image, unsigned short port)
    : port_{port},
      process_{[&] {
                   base::Command command = image.launch(image.entrypoint_, {});
                   command.env.set("PORT", std::to_string(port));
                   return command;
               }(),
               image.root_.path() / "output-of-the-app"} {}

std::string Image::Running::get(const std::string& path) {
    fetch::FetcherOptions options;
    options.retry = {.attempts = 100,
                     .first_delay = std::chrono::milliseconds{100},
                     .longest_delay = std::chrono::milliseconds{200}};
    try {
        const auto url = fetch::Url::parse(base::format("http://127.0.0.1:{}{}", port_, path));
        return fetch::Fetcher{options}.get_text(url, 1u << 20);
    } catch (base::Error& error) {
        error.add_context("the app wrote: {}", output());
        throw;
    }
}

Project::Project(Destination destination) : destination_{destination} {
    static int number = 0;
    name_ = "app" + std::to_string(++number);
    base::make_directories(source());
    base::make_directories(cache());
    set("BP_PYTHON_RUNTIME_SOURCES", "index+file://" + Tools::get().runtimes.native());
    set("NO_COLOR", "1");
    for (const char* name : {"SSL_CERT_FILE", "SSL_CERT_DIR"}) {
        if (const auto value = process_env().find_non_empty(name)) set(name, *value);
    }
    if (destination == Destination::layout) {
        const fs::path run_image = directory_.path() / "oci/index.docker.io/library/run/latest";
        base::make_directories(run_image.parent_path());
        fs::create_directory_symlink(Tools::get().run_image, run_image);
    }
}

Project::Project(const std::string& example, Destination destination) : Project{destination} {
    fs::copy(fs::path{ADDER_SOURCE_DIR} / "examples" / example, source(), fs::copy_options::recursive);
}

Project::Project(const std::vector<std::pair<std::string, std::string>>& files, Destination destination)
    : Project{destination} {
    for (const auto& [name, text] : files) write(name, text);
}

void Project::write(const std::string& file, std::string_view text) const {
    const fs::path path = source() / file;
    base::make_directories(path.parent_path());
    base::write_file(path, text);
}

std::string Project::reference() const {
    return destination_ == Destination::layout ? name_ : registry_address() + "/t/" + name_;
}

base::Command Project::creator_command() const {
    const fs::path work = directory_.path();
    const bool to_layout = destination_ == Destination::layout;
    const std::string run_image = to_layout ? "run" : registry_address() + "/t/run:1";
    base::write_file(work / "run.toml", base::format("[[images]]\nimage = \"{}\"\n", run_image));
    base::write_file(work / "order.toml",
                     "[[order]]\n[[order.group]]\nid = \"adder/python\"\nversion = \"0.1.0\"\n");
    base::Command command{.program = Tools::get().lifecycle / "creator",
                          .args = {"-uid",        "0",
                                   "-gid",        "0",
                                   "-app",        app(),
                                   "-buildpacks", work / "buildpacks",
                                   "-order",      work / "order.toml",
                                   "-run",        work / "run.toml",
                                   "-layers",     work / "layers",
                                   "-platform",   work / "platform",
                                   "-cache-dir",  cache(),
                                   "-launcher",   Tools::get().lifecycle / "launcher"},
                          .env = {{"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
                                  {"HOME", work},
                                  {"CNB_PLATFORM_API", "0.14"},
                                  {"CNB_EXPERIMENTAL_MODE", "quiet"},
                                  {"CNB_REGISTRY_AUTH", "{}"}},
                          .working_directory = work};
    for (const char* name : {"HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"}) {
        if (const auto value = process_env().find_non_empty(name)) command.env.set(name, *value);
    }
    if (to_layout) command.args.insert(command.args.end(), {"-layout", "-layout-dir", work / "oci"});
    command.args.push_back(reference());
    return command;
}

Outcome Project::build() {
    const fs::path work = directory_.path();
    for (const char* name : {"app", "layers", "platform"}) base::remove_tree(work / name);
    fs::copy(source(), app(), fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    base::make_directories(work / "layers");
    base::make_directories(work / "platform/env");
    for (const auto& [name, value] : env_.variables()) base::write_file(work / "platform/env" / name, value);
    if (!fs::exists(work / "buildpacks")) {
        base::make_directories(work / "buildpacks/adder_python");
        fs::create_directory_symlink(Tools::get().buildpack, work / "buildpacks/adder_python/0.1.0");
    }
    base::Captured captured = base::run_and_capture(creator_command());
    return {captured.status.code, std::move(captured.output)};
}

Image Project::image() const {
    if (destination_ == Destination::layout) {
        return Image{directory_.path() / "oci/index.docker.io/library" / name_ / "latest"};
    }
    const base::TempDir copy;
    run_or_throw("skopeo", {"copy", "--quiet", "--insecure-policy", "--src-tls-verify=false",
                            "docker://" + reference(), "oci:" + copy.path().native() + ":latest"});
    return Image{copy.path()};
}

void Project::forget_cache() const {
    base::remove_tree(cache());
    base::make_directories(cache());
}

void Project::forget_image() const {
    base::remove_tree(directory_.path() / "oci/index.docker.io/library" / name_);
}

}  // namespace adder::test
