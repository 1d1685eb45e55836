#pragma once

#include "background_process.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/files.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adder::test {

/// What end-to-end tests run with; scripts/test.sh gets it all and names it in the environment.
struct Tools {
    std::filesystem::path lifecycle;  ///< ADDER_E2E_LIFECYCLE: the directory of creator and launcher
    std::filesystem::path run_image;  ///< ADDER_E2E_RUN_IMAGE: an OCI layout
    std::filesystem::path runtimes;   ///< ADDER_E2E_RUNTIMES: a directory with an index.json
    std::filesystem::path buildpack;  ///< ADDER_E2E_BUILDPACK: the packaged buildpack
    std::filesystem::path registry;   ///< ADDER_E2E_REGISTRY: the program docker-registry

    /// Throws `base::Error` naming the variable that is not set.
    static const Tools& get();
};

/// A registry on loopback, for as long as the test program runs.
const std::string& registry_address();

/// An image, unpacked: what a container started from it would see.
class Image {
  public:
    /// `layout` is an OCI layout with one image.
    explicit Image(const std::filesystem::path& layout);

    /// A file of the image.
    std::filesystem::path file(const std::filesystem::path& absolute_path) const;
    /// The digests of its layers, lowest first.
    const std::vector<std::string>& layer_digests() const { return layer_digests_; }
    const std::string& label(const std::string& name) const { return labels_.at(name); }

    /// Runs a command in it through the lifecycle's launcher, and returns all it wrote.
    std::string run(const std::vector<std::string>& command) const;

    /// A container of sorts: the image's default process, through the launcher, in the image's files.
    class Running {
      public:
        Running(const Image& image, unsigned short port);

        /// The answer to a GET, waiting for the app to come up. Throws what `fetch` throws, with the app's
        /// output.
        std::string get(const std::string& path);
        int stop() { return process_.stop(); }
        std::string output() const { return process_.output(); }

      private:
        unsigned short port_;
        BackgroundProcess process_;
    };
    Running start() const { return Running{*this, free_port()}; }

  private:
    base::Command launch(const std::string& program, const std::vector<std::string>& args) const;

    base::TempDir root_;
    std::vector<std::string> layer_digests_;
    std::map<std::string, std::string> labels_;
    std::string entrypoint_;
    base::Environment env_;
};

enum class Destination { layout, registry };

/// What a build came to.
struct Outcome {
    int exit_code = 0;  ///< the lifecycle's: 20 no buildpack detected, 51 the buildpack failed
    std::string log;
};

/// An app, and what a platform keeps for it from build to build: its image, its cache, its variables.
class Project {
  public:
    /// A copy of examples/`example`.
    explicit Project(const std::string& example, Destination destination = Destination::layout);
    /// An app of these files: name, text.
    explicit Project(const std::vector<std::pair<std::string, std::string>>& files,
                     Destination destination = Destination::layout);

    std::filesystem::path app() const { return directory_.path() / "app"; }
    void write(const std::string& file, std::string_view text) const;
    void remove(const std::string& file) const { base::remove_tree(source() / file); }
    /// A variable of the build, as `pack build --env` gives it.
    void set(const std::string& variable, std::string value) { env_.set(variable, std::move(value)); }

    /// Builds with the lifecycle's creator, in layers and app directories that are new every time.
    Outcome build();
    Image image() const;

    void forget_cache() const;
    void forget_image() const;
    std::filesystem::path cache() const { return directory_.path() / "cache"; }

  private:
    explicit Project(Destination destination);
    std::filesystem::path source() const { return directory_.path() / "source"; }
    base::Command creator_command() const;
    std::string reference() const;

    base::TempDir directory_;
    Destination destination_;
    std::string name_;
    base::Environment env_;
};

}  // namespace adder::test
