#pragma once

#include "probe_buildpack.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>
#include <adder/testing/project.hpp>

#include <filesystem>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace adder::test {

inline constexpr const char* with_sboms =
    "api = \"0.12\"\n[buildpack]\nid = \"test/probe\"\nversion = \"1.0.0\"\n"
    "sbom-formats = [\"application/vnd.cyclonedx+json\"]\n";

struct Types {
    bool build = false;
    bool cache = false;
    bool launch = false;

    std::string toml() const {
        const auto text = [](bool truth) { return std::string{truth ? "true" : "false"}; };
        return "[types]\nbuild = " + text(build) + "\ncache = " + text(cache) + "\nlaunch = " + text(launch) +
               "\n";
    }
};
inline constexpr Types launch_only{.launch = true};
inline constexpr Types cache_only{.cache = true};
inline constexpr Types launch_and_cache{.cache = true, .launch = true};

/// A buildpack with one layer, `a`, and an app that it builds again and again.
class Rebuilds {
  public:
    explicit Rebuilds(std::string platform_api = "0.15")
        : project{lifecycle_for_probes(), {.order = {{{probe.path()}}}, .api = std::move(platform_api)}} {
        probe.describe(with_sboms);
    }

    /// What the next build makes of the layer; nothing else.
    void make(Types types, const std::string& contents = "1",
              const std::string& metadata = "key = \"1\"\n") const {
        declare(types, metadata);
        probe.build_writes("a/file", contents);
        probe.build_writes("a.sbom.cdx.json", "{\"of\": \"" + contents + "\"}");
    }
    /// The next build writes the layer's TOML alone.
    void declare(Types types, const std::string& metadata = "key = \"1\"\n") const {
        probe.build_nothing();
        probe.build_writes("a.toml", types.toml() + "[metadata]\n" + metadata);
    }

    /// Builds, expects it to succeed, and returns what the lifecycle wrote.
    std::string build() {
        const Outcome outcome = project.build();
        EXPECT_EQ(outcome.code, lifecycle_code::success) << outcome.output;
        return outcome.output;
    }
    /// Builds, and what it wrote if it ended with that code.
    std::string build_failing_with(int expected) {
        const Outcome outcome = project.build();
        EXPECT_EQ(outcome.code, expected) << outcome.output;
        return outcome.output;
    }

    /// What the latest build found in its layers directory before it did anything.
    bool found(const std::filesystem::path& file) const {
        return std::filesystem::exists(probe.found() / file);
    }
    std::string found_text(const std::filesystem::path& file) const {
        return base::read_file(probe.found() / file);
    }

    /// The layer in the image. Throws `std::out_of_range` if it is not there.
    ImageLayer layer() const { return project.image().layers_of(probe.id()).at("a"); }
    bool has_layer() const { return project.image().layers_of(probe.id()).contains("a"); }

    ProbeBuildpack probe;
    Project project;
};

}  // namespace adder::test
