#pragma once

#include <adder/base/files.hpp>
#include <adder/base/log.hpp>
#include <adder/cnb/context.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// The namespace of test support is `test`, since `testing` is GoogleTest's.
namespace adder::test {

/// What a platform and the lifecycle give to one buildpack, for unit tests that call `detect` and `build` in
/// their own process: an app, variables, a plan and a layers directory, all below a temporary directory, and
/// a log that is remembered.
///
///     FakePlatform platform;
///     platform.write_app_file("greeting.txt", "Hello");
///     const cnb::BuildResult result = platform.build(build);
///     platform.restore();   // what the lifecycle would, before the next build
///
/// How the real lifecycle takes a buildpack's results, `Project` shows.
class FakePlatform {
  public:
    FakePlatform();

    // What the contexts are made of; change it before.
    cnb::Descriptor descriptor{.api = "0.10", .id = "test/test", .name = "Test", .version = "1.0.0"};
    cnb::Target target{"linux", "amd64", {}, "debian", "12"};
    std::string execution_environment = "production";
    base::Environment env;
    cnb::BuildpackPlan plan;
    cnb::TomlTable store;

    void write_app_file(const std::filesystem::path& name, std::string_view contents);

    std::filesystem::path app() const { return directory_.path() / "app"; }
    std::filesystem::path layers_directory() const { return directory_.path() / "layers"; }
    std::filesystem::path platform_directory() const { return directory_.path() / "platform"; }
    cnb::Layers layers() const { return cnb::Layers{layers_directory(), descriptor.sbom_formats}; }

    cnb::DetectResult detect(const cnb::DetectFunction& detect);
    /// Keeps what the result stores for the next build.
    cnb::BuildResult build(const cnb::BuildFunction& build);

    /// Leaves of the layers what the lifecycle restores before the next build of the same app: metadata
    /// without types for layers that are in the image or cached, contents for those that are cached, nothing
    /// of others.
    void restore();

    base::Log& log() { return log_; }
    /// Everything logged so far, warnings and errors included, one line each.
    const std::string& logged() const { return logged_; }

  private:
    cnb::PhaseContext context();

    base::TempDir directory_;
    std::string logged_;
    base::Log log_{{.colour = false},
                   [this](base::Log::Stream, std::string_view line) { logged_ += std::string{line} + "\n"; }};
};

}  // namespace adder::test
