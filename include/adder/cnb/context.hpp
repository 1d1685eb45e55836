#pragma once

#include <adder/base/environment.hpp>
#include <adder/base/log.hpp>
#include <adder/cnb/bindings.hpp>
#include <adder/cnb/descriptor.hpp>
#include <adder/cnb/launch.hpp>
#include <adder/cnb/layers.hpp>
#include <adder/cnb/plan.hpp>
#include <adder/cnb/sbom.hpp>
#include <adder/cnb/target.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace adder::cnb {

/// What both phases are told.
struct PhaseContext {
    std::filesystem::path app_directory;
    std::filesystem::path buildpack_directory;
    std::filesystem::path platform_directory;
    Descriptor descriptor;
    Target target;
    /// What the image is for: "production", "test" or another name (`CNB_EXEC_ENV`, Buildpack API 0.12).
    std::string execution_environment;
    /// The process's environment with the platform's variables in it, even for a buildpack whose process does
    /// not get them (`clear-env`).
    base::Environment env;
    base::Log& log;

    /// The services this build may use. Read anew by each call, so that only a buildpack that wants some can
    /// fail because of one. Throws as `read_bindings`.
    Bindings bindings() const { return read_bindings(env, platform_directory); }
};

struct DetectContext : PhaseContext {};

/// This buildpack has work to do here.
struct Pass {
    BuildPlan plan;
};

/// This buildpack has none, and why: shown when the platform shows detection's output.
struct NotForUs {
    std::string reason;
};

using DetectResult = std::variant<Pass, NotForUs>;

struct BuildContext : PhaseContext {
    BuildpackPlan plan;
    Layers layers;
    /// What this buildpack stored with the previous image; empty at first. It is stored again unless the
    /// result replaces it.
    TomlTable store;
};

struct BuildResult {
    Launch launch = {};
    /// Replaces what is stored; an empty table forgets it.
    std::optional<TomlTable> store = {};
    /// Names in the plan that a later buildpack should provide instead (spec: build.toml).
    std::vector<std::string> unmet = {};
    /// What is in the app's image apart from layers, and what was used to make it.
    std::vector<Sbom> launch_sboms = {};
    std::vector<Sbom> build_sboms = {};
};

using DetectFunction = std::function<DetectResult(const DetectContext&)>;
using BuildFunction = std::function<BuildResult(BuildContext&)>;

}  // namespace adder::cnb
