// What a buildpack's programs are given: arguments, working directory, variables.

#include "probe_buildpack.hpp"
#include "tools.hpp"

#include <adder/testing/project.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

using testing::ElementsAre;

class InputsTest : public testing::Test {
  protected:
    /// Builds with the lifecycle's own variables and the platform's.
    void build(const ProbeBuildpack& probe, const base::Environment& inherited = {},
               const base::Environment& platform = {}) {
        Lifecycle lifecycle = lifecycle_for_probes();
        for (const auto& [name, value] : inherited.variables()) lifecycle.env.set(name, value);
        project_.emplace(lifecycle, PlatformSetup{.order = {{{probe.path()}}}, .api = "0.15"});
        for (const auto& [name, value] : platform.variables()) project_->set(name, value);
        const Outcome outcome = project_->build();
        ASSERT_EQ(outcome.code, 0) << outcome.output;
    }

    static std::set<std::string> names(const base::Environment& env) {
        std::set<std::string> result;
        for (const auto& [name, value] : env.variables()) result.insert(name);
        return result;
    }

    std::optional<Project> project_;
};

TEST_F(InputsTest, ArgumentsAreThereBesideTheVariables) {
    const ProbeBuildpack probe{"test/probe"};
    build(probe);
    const base::Environment detect = probe.environment_of("detect");
    EXPECT_THAT(probe.arguments_of("detect"), ElementsAre(project_->app(), detect.find("CNB_PLATFORM_DIR"),
                                                          detect.find("CNB_BUILD_PLAN_PATH")));
    const base::Environment build = probe.environment_of("build");
    EXPECT_THAT(probe.arguments_of("build"),
                ElementsAre(project_->app(), build.find("CNB_LAYERS_DIR"), build.find("CNB_PLATFORM_DIR"),
                            build.find("CNB_BP_PLAN_PATH")));
    EXPECT_EQ(build.find("CNB_LAYERS_DIR"), project_->layers() / "test_probe");
    EXPECT_EQ(build.find("CNB_TARGET_OS"), "linux");
    EXPECT_EQ(build.find("CNB_TARGET_DISTRO_NAME"), "debian");
    EXPECT_EQ(build.find("CNB_TARGET_DISTRO_VERSION"), "12");
    EXPECT_EQ(build.find("CNB_EXEC_ENV"), "production");
}

struct ApiCase {
    const char* api;
    std::set<std::string> added_in_both;
};

std::ostream& operator<<(std::ostream& stream, const ApiCase& api) { return stream << api.api; }

class ApiInputsTest : public InputsTest, public testing::WithParamInterface<ApiCase> {};

TEST_P(ApiInputsTest, TheVersionDecidesOverTheVariables) {
    const ProbeBuildpack probe{"test/probe", GetParam().api};
    build(probe);
    std::set<std::string> detect{"PATH", "HOME", "CNB_BUILDPACK_DIR", "CNB_PLATFORM_DIR",
                                 "CNB_BUILD_PLAN_PATH"};
    std::set<std::string> build{
        "PATH", "HOME", "CNB_BUILDPACK_DIR", "CNB_PLATFORM_DIR", "CNB_LAYERS_DIR", "CNB_BP_PLAN_PATH"};
    detect.insert(GetParam().added_in_both.begin(), GetParam().added_in_both.end());
    build.insert(GetParam().added_in_both.begin(), GetParam().added_in_both.end());
    EXPECT_EQ(names(probe.environment_of("detect")), detect);
    EXPECT_EQ(names(probe.environment_of("build")), build);
}

const std::set<std::string> target_variables{"CNB_TARGET_OS", "CNB_TARGET_ARCH", "CNB_TARGET_DISTRO_NAME",
                                             "CNB_TARGET_DISTRO_VERSION"};

std::set<std::string> with(std::set<std::string> names, const char* name) {
    names.insert(name);
    return names;
}

INSTANTIATE_TEST_SUITE_P(, ApiInputsTest,
                         testing::Values(ApiCase{"0.9", {}}, ApiCase{"0.10", target_variables},
                                         ApiCase{"0.11", target_variables},
                                         ApiCase{"0.12", with(target_variables, "CNB_EXEC_ENV")}),
                         [](const auto& test) { return "v0_" + std::string{test.param.api}.substr(2); });

TEST_F(InputsTest, OfTheLifecyclesOwnVariablesAFewComeThrough) {
    const ProbeBuildpack probe;
    build(probe, {{"SECRET", "s"}, {"LANG", "C"}, {"HTTPS_PROXY", "http://proxy"}, {"CPATH", "/c"}});
    for (const char* phase : {"detect", "build"}) {
        const base::Environment env = probe.environment_of(phase);
        EXPECT_EQ(env.find("SECRET"), std::nullopt);
        EXPECT_EQ(env.find("LANG"), std::nullopt);
        EXPECT_EQ(env.find("HTTPS_PROXY"), "http://proxy");
        EXPECT_EQ(env.find("CPATH"), "/c");
    }
}

TEST_F(InputsTest, ThePlatformsVariablesAreRawAndComeBeforePaths) {
    const ProbeBuildpack probe;
    build(probe, {}, {{"PATH", "/platform"}, {"TEXT", "with its end\n"}, {"A.append", "a name like any"}});
    for (const char* phase : {"detect", "build"}) {
        const base::Environment env = probe.environment_of(phase);
        EXPECT_EQ(env.find("PATH"), "/platform:" + std::string{standard_path});
        EXPECT_EQ(env.find("TEXT"), "with its end\n");
        EXPECT_EQ(env.find("A.append"), "a name like any");
    }
}

TEST_F(InputsTest, ABuildpackThatClearsItsEnvironmentFindsThemInFiles) {
    const ProbeBuildpack probe;
    probe.describe(
        "api = \"0.12\"\n[buildpack]\nid = \"test/probe\"\nversion = \"1.0.0\"\nclear-env = true\n");
    build(probe, {}, {{"A", "a"}});
    for (const char* phase : {"detect", "build"}) {
        const base::Environment env = probe.environment_of(phase);
        EXPECT_EQ(env.find("A"), std::nullopt);
        EXPECT_TRUE(std::filesystem::exists(std::filesystem::path{*env.find("CNB_PLATFORM_DIR")} / "env/A"));
    }
}

}  // namespace
}  // namespace adder::test
