#pragma once

#include "package_index.hpp"

#include <adder/testing/fake_platform.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include <support/trees.hpp>

namespace adder::test {

/// Where a build is killed: after some time, or before the nth call of a kind (see kill-at/kill_at.cpp).
struct KillPoint {
    std::chrono::microseconds after{};
    std::string call = {};  ///< "rename:3"

    std::string text() const;
};

/// What a build leaves for its image and for the next build: files by their digests, without times.
using Result = std::map<std::string, Tree>;

/// Builds of one app by the program `build` of the packaged buildpack, as the lifecycle would run it: layers
/// stay where they are, runtimes come from a directory and packages from an index on loopback.
class KilledBuilds {
  public:
    KilledBuilds();

    void require(const std::string& requirements) {
        platform_.write_app_file("requirements.txt", requirements);
    }

    /// A build to its end. Throws `base::Error` with its output if it fails.
    void build() { finish(run({})); }
    /// The same, killed unless it was done before. True if it was killed.
    bool build_and_kill(const KillPoint& point);

    /// As the lifecycle before the next build of the same app.
    void restore() { platform_.restore(); }
    void forget_everything();

    /// Keeps the layers directory as it is, for `go_back`.
    void remember();
    void go_back();

    /// Layers without contents are the previous image's: `previous` is what that has.
    Result result(const Result& previous = {}) const;

  private:
    int run(const std::optional<KillPoint>& point);
    void finish(int code) const;
    base::Environment environment() const;

    PackageIndex index_;
    FakePlatform platform_;
    base::TempDir work_;
};

}  // namespace adder::test
