// What our functions say a layer does to the environment, against what later buildpacks and processes really
// get from the lifecycle: for layers made at random.
//
//     ADDER_E2E_ENVIRONMENTS  how many (300)
//     ADDER_E2E_SEED          what the first is made from (1)

#include "launch_directory.hpp"
#include "probe_buildpack.hpp"
#include "random_layers.hpp"
#include "tools.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/layer_env.hpp>
#include <adder/cnb/platform.hpp>
#include <adder/cnb/toml.hpp>
#include <adder/testing/project.hpp>

#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;

/// How many environments each test compares, and what the first of them is made from.
unsigned environment_count() { return number_setting("ADDER_E2E_ENVIRONMENTS", 300); }
unsigned first_seed() { return number_setting("ADDER_E2E_SEED", 1); }

/// Without what the lifecycle tells a phase or a launcher about itself, and without the variable of no name.
base::Environment without_lifecycles_own(const base::Environment& env) {
    base::Environment result;
    for (const auto& [name, value] : env.variables()) {
        if (!name.empty() && !name.starts_with("CNB_")) result.set(name, value);
    }
    return result;
}

/// Compares with the seeds from the first on, until there is a difference. Returns what the runs' `compare`
/// add up to.
template <typename Run>
std::size_t compare_all(std::size_t runs) {
    std::size_t changed = 0;
    for (std::size_t i = 0; i < runs && !testing::Test::HasFailure(); ++i) {
        const std::uint64_t seed = first_seed() + i;
        SCOPED_TRACE(base::format("ADDER_E2E_ENVIRONMENTS=1 ADDER_E2E_SEED={} repeats it", seed));
        try {
            changed += Run{seed}.compare();
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
    }
    return changed;
}

/// Several comparisons in one: a group of buildpacks, each of which sees what those before it left.
class BuilderRun {
  public:
    static constexpr std::size_t buildpack_count = 25;

    explicit BuilderRun(std::uint64_t seed) : random_{seed} {
        for (std::size_t i = 0; i < buildpack_count; ++i) {
            ProbeBuildpack& probe = probes_.emplace_back("test/" + std::to_string(i));
            random_.write_to(probe.build_files());
            clears_env_.push_back(random_.once_in(8));
            if (clears_env_.back()) {
                probe.describe("api = \"0.12\"\n[buildpack]\nid = \"" + probe.id() +
                               "\"\nversion = \"1.0.0\"\nclear-env = true\n");
            }
        }
        inherited_ = random_.environment();
        platform_env_ = random_.environment();
    }

    /// Returns how many buildpacks' environments were more than the base.
    std::size_t compare() {
        const Outcome outcome = build();
        if (outcome.code != 0) {
            ADD_FAILURE() << outcome.output;
            return 0;
        }
        std::size_t changed = 0;
        base::Environment env = base_;
        const fs::path layers = project_->layers();
        for (std::size_t i = 0; i < buildpack_count; ++i) {
            const base::Environment expected =
                without_lifecycles_own(clears_env_[i] ? env : cnb::with_platform_env(env, platform_env_));
            const base::Environment actual = without_lifecycles_own(probes_[i].environment_of("build"));
            if (expected != actual) {
                ADD_FAILURE() << "buildpack " << i << " sees otherwise:\n"
                              << differences(expected, actual)
                              << (i > 0 ? describe_tree(layers_of(layers, i - 1)) : "");
                return changed;
            }
            if (env != base_) ++changed;
            env = cnb::with_layers_for_build(std::move(env), layers_of(layers, i));
        }
        return changed;
    }

  private:
    static fs::path layers_of(const fs::path& layers, std::size_t i) {
        return layers / ("test_" + std::to_string(i));
    }

    /// Runs the builder alone, which spares the phases that this is not about.
    Outcome build() {
        PlatformSetup setup{.order = {{}}, .api = "0.15", .procedure = Procedure::five_phases};
        for (const ProbeBuildpack& probe : probes_) setup.order.front().push_back({probe.path()});
        Lifecycle lifecycle = lifecycle_for_probes();
        // Of its own environment the lifecycle lets these through.
        for (const char* name : {"LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "PKG_CONFIG_PATH"}) {
            if (const auto value = inherited_.find(name)) lifecycle.env.set(name, *value);
        }
        project_.emplace(lifecycle, setup);
        for (const auto& [name, value] : platform_env_.variables()) project_->set(name, value);
        project_->prepare();
        std::string group;
        for (const ProbeBuildpack& probe : probes_)
            group += "[[group]]\nid = \"" + probe.id() + "\"\nversion = \"1.0.0\"\napi = \"0.12\"\n";
        base::write_file(project_->layers() / "group.toml", group);
        base::write_file(project_->layers() / "plan.toml", "");
        base::write_file(project_->layers() / "analyzed.toml", "");
        const base::Command builder = project_->command("builder");
        base_ = without_lifecycles_own(builder.env);
        return run_to_end(project_->as_user(builder));
    }

    RandomLayers random_;
    std::deque<ProbeBuildpack> probes_;
    std::vector<bool> clears_env_;
    base::Environment inherited_;
    base::Environment platform_env_;
    base::Environment base_;
    std::optional<Project> project_;
};

TEST(EnvironmentTest, LaterBuildpacksSeeWhatWeSay) {
    const std::size_t runs =
        (environment_count() + BuilderRun::buildpack_count - 1) / BuilderRun::buildpack_count;
    std::cout << "Seeds from " << first_seed() << ", " << runs << " groups of " << BuilderRun::buildpack_count
              << " buildpacks\n";
    const std::size_t changed = compare_all<BuilderRun>(runs);
    if (HasFailure()) return;
    EXPECT_GT(changed, runs * BuilderRun::buildpack_count / 2) << "there was hardly anything to compare";
}

/// One comparison: the layers of up to three buildpacks, and a process of their app.
class LaunchRun {
  public:
    explicit LaunchRun(std::uint64_t seed) : random_{seed}, env_{random_.environment()} {
        for (const std::string& id : directory_.buildpack_ids()) random_.write_to(directory_.layers_of(id));
        if (!random_.once_in(5)) env_.set("PATH", std::string{standard_path});
        if (!random_.once_in(4)) process_type_ = RandomLayers::process_types()[random_.below(3)];
    }

    /// Returns 1 if the layers changed anything, 0 otherwise.
    std::size_t compare() {
        base::Environment expected = env_;
        std::string trees;
        for (const std::string& id : directory_.buildpack_ids()) {
            const fs::path layers = directory_.layers_of(id);
            expected = cnb::with_layers_for_launch(std::move(expected), layers, process_type_);
            trees += describe_tree(layers);
            leave_what_is_exported(layers);
        }
        expected = without_lifecycles_own(expected);

        const Outcome outcome = directory_.launch(process_type_, env_);
        if (outcome.code != 0) {
            ADD_FAILURE() << outcome.output << trees;
            return 0;
        }
        const base::Environment actual = without_lifecycles_own(directory_.seen());
        EXPECT_EQ(differences(expected, actual), "") << "process '" << process_type_ << "' sees otherwise:\n"
                                                     << trees;
        return actual != env_ ? 1 : 0;
    }

  private:
    static std::vector<std::string> some_ids(RandomLayers& random) {
        std::vector<std::string> ids{"test_b", "test_a", "test_c"};  // the group's order, not the alphabet's
        ids.resize(random.below(3) + 1);
        return ids;
    }

    /// Of a layers directory there are in an image the directories of layers with `launch = true`.
    static void leave_what_is_exported(const fs::path& layers) {
        std::vector<fs::path> others;
        for (const fs::directory_entry& entry : fs::directory_iterator{layers}) {
            const fs::path toml = entry.path().native() + ".toml";
            if (!entry.is_directory() || !fs::exists(toml) || !is_for_launch(toml)) others.push_back(entry);
        }
        for (const fs::path& path : others) base::remove_tree(path);
    }

    static bool is_for_launch(const fs::path& toml_file) {
        const cnb::TomlTable toml = cnb::read_toml_file(toml_file);
        const auto types = cnb::TomlReader{toml, toml_file.native()}.find_table("types");
        return types && types->flag("launch", false);
    }

    RandomLayers random_;
    LaunchDirectory directory_{some_ids(random_), RandomLayers::process_types()};
    base::Environment env_;
    std::string process_type_;
};

TEST(EnvironmentTest, ProcessesSeeWhatWeSay) {
    std::cout << "Seeds from " << first_seed() << ", " << environment_count() << " processes\n";
    const std::size_t changed = compare_all<LaunchRun>(environment_count());
    if (HasFailure()) return;
    EXPECT_GT(changed, environment_count() / 3) << "there was hardly anything to compare";
}

}  // namespace
}  // namespace adder::test
