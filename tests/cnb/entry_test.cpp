#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/entry.hpp>

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::cnb {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A phase run in this process: given variables, when run, then its exit code, its files and what it said.
class EntryTest : public testing::Test {
  protected:
    EntryTest() {
        base::write_file(at("buildpack.toml"),
                         "api='0.10'\n[buildpack]\nid='t/t'\nname='Test'\nversion='1.0.0'\nhomepage='https://"
                         "x.example'\n");
        base::write_file(at("plan.toml"), "");
        base::make_directories(at("layers"));
        base::make_directories(at("platform/env"));
        env_ = {{"CNB_BUILDPACK_DIR", directory_.path()},
                {"CNB_PLATFORM_DIR", at("platform")},
                {"CNB_BUILD_PLAN_PATH", at("plan.toml")},
                {"CNB_BP_PLAN_PATH", at("plan.toml")},
                {"CNB_LAYERS_DIR", at("layers")},
                {"CNB_TARGET_OS", "linux"},
                {"CNB_TARGET_ARCH", "amd64"},
                {"NO_COLOR", "1"}};
    }

    template <typename Main, typename Phase>
    int run(const Main& main_function, const Phase& phase, std::vector<const char*> argv = {"program"}) {
        const std::vector<std::string> assignments = env_.assignments();
        std::vector<const char*> envp;
        for (const std::string& assignment : assignments) envp.push_back(assignment.c_str());
        envp.push_back(nullptr);
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = main_function({static_cast<int>(argv.size()), argv.data(), envp.data()}, phase);
        out_ = testing::internal::GetCapturedStdout();
        error_ = testing::internal::GetCapturedStderr();
        return code;
    }
    int detect(const DetectFunction& phase) { return run(detect_main, phase); }
    int build(const BuildFunction& phase) { return run(build_main, phase); }

    fs::path at(const char* name) const { return directory_.path() / name; }

    base::TempDir directory_;
    base::Environment env_;
    std::string out_;
    std::string error_;
};

TEST_F(EntryTest, DetectionThatPassesWritesItsPlan) {
    EXPECT_EQ(detect([](const DetectContext& context) -> DetectResult {
                  EXPECT_EQ(context.target.arch, "amd64");
                  return Pass{{{{.provides = {"x"}, .requirements = {}}}}};
              }),
              0);
    EXPECT_EQ(read_toml_file(at("plan.toml")), parse_toml("requires=[]\n[[provides]]\nname='x'", ""));
}

TEST_F(EntryTest, DetectionThatDoesNotPassSaysWhy) {
    EXPECT_EQ(detect([](const DetectContext&) -> DetectResult { return NotForUs{"no such file"}; }), 100);
    EXPECT_EQ(out_, "Test: no such file\n");
    EXPECT_EQ(base::read_file(at("plan.toml")), "");
}

TEST_F(EntryTest, BuildWritesLaunchAndKeepsTheStore) {
    base::write_file(at("layers/store.toml"), "[metadata]\nk='v'\n");
    EXPECT_EQ(build([](BuildContext& context) -> BuildResult {
                  EXPECT_EQ(context.store.at("k"), TomlValue{"v"});
                  return {.launch = {.processes = {{.type = "web", .command = {"x"}}}}};
              }),
              0);
    EXPECT_EQ(TomlReader(read_toml_file(at("layers/launch.toml")), "").tables("processes").size(), 1u);
    EXPECT_EQ(read_toml_file(at("layers/store.toml")), parse_toml("[metadata]\nk='v'", ""));
}

TEST_F(EntryTest, BuildWritesAllItsFiles) {
    base::write_file(at("plan.toml"), "[[entries]]\nname='a'\n[[entries]]\nname='b'\n");
    base::write_file(at("buildpack.toml"),
                     "api='0.12'\n[buildpack]\nid='t/t'\nversion='1.0.0'\n"
                     "sbom-formats=['application/spdx+json']\n");
    EXPECT_EQ(build([](BuildContext&) -> BuildResult {
                  return {.store = TomlTable{{"k", "new"}},
                          .unmet = {"b"},
                          .launch_sboms = {{SbomFormat::spdx, "l"}},
                          .build_sboms = {{SbomFormat::spdx, "b"}}};
              }),
              0);
    EXPECT_EQ(read_toml_file(at("layers/build.toml")), parse_toml("[[unmet]]\nname='b'", ""));
    EXPECT_EQ(read_toml_file(at("layers/store.toml")), parse_toml("[metadata]\nk='new'", ""));
    EXPECT_EQ(base::read_file(at("layers/launch.sbom.spdx.json")), "l");
    EXPECT_EQ(base::read_file(at("layers/build.sbom.spdx.json")), "b");
}

/// Platforms that start builds with a umask of 0 would have images that anyone may write to.
TEST_F(EntryTest, WhatABuildMakesOnlyItsOwnerMayWriteTo) {
    const mode_t before = ::umask(0);
    build([](BuildContext& context) -> BuildResult {
        base::make_directories(context.layers.directory() / "x");
        base::write_file(context.layers.directory() / "x/file", "");
        return {};
    });
    ::umask(before);
    for (const char* made : {"layers/x", "layers/x/file", "layers/launch.toml"}) {
        EXPECT_EQ(fs::status(at(made)).permissions() & (fs::perms::group_write | fs::perms::others_write),
                  fs::perms::none)
            << made;
    }
}

TEST_F(EntryTest, AnEmptyStoreForgetsTheOldOne) {
    base::write_file(at("layers/store.toml"), "[metadata]\nk='v'\n");
    EXPECT_EQ(build([](BuildContext&) -> BuildResult { return {.store = TomlTable{}}; }), 0);
    EXPECT_FALSE(fs::exists(at("layers/store.toml")));
}

TEST_F(EntryTest, AResultTheLifecycleWouldRefuseIsAFaultOfTheProgramAndWritesNothing) {
    const std::vector<BuildResult> results{
        {.unmet = {"not in the plan"}},
        {.launch_sboms = {{SbomFormat::syft, "undeclared"}}},
        {.build_sboms = {{SbomFormat::syft, "undeclared"}}},
        {.launch = {.processes = {{.type = "w b", .command = {"x"}}}}},
    };
    for (const BuildResult& result : results) {
        EXPECT_EQ(build([&](BuildContext&) { return result; }), 1);
        EXPECT_THAT(error_, HasSubstr("This is a fault in the buildpack"));
        EXPECT_TRUE(fs::is_empty(at("layers")));
    }
}

TEST_F(EntryTest, TheExecutionEnvironmentIsProductionUnlessThePlatformSaysOtherwise) {
    std::string seen;
    const auto look = [&](const DetectContext& context) -> DetectResult {
        seen = context.execution_environment;
        return Pass{};
    };
    EXPECT_EQ(detect(look), 0);
    EXPECT_EQ(seen, "production");
    env_.set("CNB_EXEC_ENV", "test");
    EXPECT_EQ(detect(look), 0);
    EXPECT_EQ(seen, "test");
    env_.set("CNB_EXEC_ENV", "a/b");
    EXPECT_EQ(detect(look), 1);
    EXPECT_THAT(error_, HasSubstr("CNB_EXEC_ENV is a/b"));
}

TEST_F(EntryTest, TheLogLevelDecidesWhatIsShown) {
    const auto say = [](const DetectContext& context) -> DetectResult {
        context.log.step("step");
        context.log.debug("debug");
        return Pass{};
    };
    const std::pair<const char*, const char*> cases[] = {{"", "  step\n"},
                                                         {"INFO", "  step\n"},
                                                         {"debug", "  step\n    [debug] debug\n"},
                                                         {"warning", ""},
                                                         {"error", ""}};
    for (const auto& [level, shown] : cases) {
        env_.set("BP_LOG_LEVEL", level);
        EXPECT_EQ(detect(say), 0);
        EXPECT_EQ(out_, shown) << level;
        EXPECT_EQ(error_, "") << level;
    }
    env_.set("BP_LOG_LEVEL", "loud");
    EXPECT_EQ(detect(say), 0);
    EXPECT_EQ(out_, "  step\n");
    EXPECT_THAT(error_, HasSubstr("BP_LOG_LEVEL is set to loud"));
}

TEST_F(EntryTest, OneProgramCanBeBoth) {
    const auto both = [&](const char* name) {
        return run(
            [](const Invocation& invocation, const BuildFunction& build) {
                return buildpack_main(
                    invocation, [](const DetectContext&) -> DetectResult { return NotForUs{"no"}; }, build);
            },
            [](BuildContext&) { return BuildResult{}; }, {name});
    };
    EXPECT_EQ(both("/cnb/bin/detect"), 100);
    EXPECT_EQ(both("/cnb/bin/build"), 0);
    EXPECT_EQ(both("/cnb/bin/other"), 255);
    EXPECT_THAT(error_, HasSubstr("other is not the name of a program of a buildpack"));
}

TEST_F(EntryTest, PhasesAreTracedWhenADirectoryIsNamed) {
    const auto fail = [](BuildContext&) -> BuildResult { throw base::UserError{"It is wrong.", "secret"}; };
    EXPECT_EQ(build(fail), 1);
    EXPECT_FALSE(fs::exists(at("telemetry")));
    env_.set("BP_TELEMETRY_DIR", at("telemetry"));
    EXPECT_EQ(build(fail), 1);
    EXPECT_EQ(detect([](const DetectContext&) -> DetectResult { return NotForUs{"no"}; }), 100);
    EXPECT_THAT(base::read_file(at("telemetry/t_t-build.jsonl")),
                testing::AllOf(HasSubstr("It is wrong."), testing::Not(HasSubstr("secret"))));
    EXPECT_THAT(base::read_file(at("telemetry/t_t-detect.jsonl")), HasSubstr("libcnb-detect-failed"));
}

/// Buildpack API 0.13; a platform may set both.
TEST_F(EntryTest, PhasesAreTracedForThePlatform) {
    env_.set("CNB_OTEL_LOG_PATH", at("tracing/buildpacks/t.jsonl"));
    env_.set("CNB_OTEL_TRACEPARENT", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    env_.set("BP_TELEMETRY_DIR", at("telemetry"));
    EXPECT_EQ(build([](BuildContext&) { return BuildResult{}; }), 0);
    EXPECT_THAT(base::read_file(at("tracing/buildpacks/t.jsonl")),
                HasSubstr(R"("traceId":"4bf92f3577b34da6a3ce929d0e0e4736")"));
    EXPECT_THAT(base::read_file(at("telemetry/t_t-build.jsonl")), HasSubstr("00f067aa0ba902b7"));
    env_.set("CNB_OTEL_TRACEPARENT", "nonsense");
    env_.set("BP_LOG_LEVEL", "debug");
    EXPECT_EQ(build([](BuildContext&) { return BuildResult{}; }), 0);
    EXPECT_THAT(out_, HasSubstr("CNB_OTEL_TRACEPARENT is not a traceparent"));
}

TEST_F(EntryTest, TelemetryThatCannotBeWrittenFailsNothing) {
    env_.set("BP_TELEMETRY_DIR", at("buildpack.toml"));
    env_.set("BP_LOG_LEVEL", "debug");
    EXPECT_EQ(build([](BuildContext&) { return BuildResult{}; }), 0);
    EXPECT_THAT(out_, HasSubstr("[debug] telemetry: "));
}

TEST_F(EntryTest, AUsersMistakeIsShownWithoutATrace) {
    EXPECT_EQ(build([](BuildContext&) -> BuildResult { throw base::UserError{"It is wrong.", "Mend it."}; }),
              1);
    EXPECT_EQ(error_, "\n! It is wrong.\n!\n! Mend it.\n\n");
    EXPECT_FALSE(fs::exists(at("layers/launch.toml")));
}

TEST_F(EntryTest, AnErrorIsShownWithItsContext) {
    EXPECT_EQ(build([](BuildContext&) -> BuildResult {
                  base::Error error{"disk full"};
                  error.add_context("while writing x");
                  throw error;
              }),
              1);
    EXPECT_THAT(error_, HasSubstr("! disk full\n!   while writing x\n"));
}

TEST_F(EntryTest, AFaultOfOursSaysSoAndWhereToReportIt) {
    EXPECT_EQ(build([](BuildContext&) -> BuildResult { throw std::logic_error("oops"); }), 1);
    EXPECT_THAT(error_, HasSubstr("oops"));
    EXPECT_THAT(error_, HasSubstr("This is a fault in the buildpack, not in your app."));
    EXPECT_THAT(error_, HasSubstr("t/t 1.0.0, at https://x.example"));
}

TEST_F(EntryTest, AnUnknownApiHasItsOwnExitCode) {
    base::write_file(at("buildpack.toml"), "api='0.13'\n[buildpack]\nid='t/t'\nversion='1.0.0'\n");
    EXPECT_EQ(detect([](const DetectContext&) -> DetectResult { return Pass{}; }), 254);
}

TEST_F(EntryTest, WithoutALifecycleItSaysWhatItIs) {
    env_.unset("CNB_PLATFORM_DIR");
    EXPECT_EQ(detect([](const DetectContext&) -> DetectResult { return Pass{}; }), 1);
    EXPECT_THAT(error_, HasSubstr("run by the lifecycle"));
}

TEST_F(EntryTest, TheOldArgumentsStillServe) {
    env_.unset("CNB_PLATFORM_DIR");
    env_.unset("CNB_BUILD_PLAN_PATH");
    const std::string platform = at("platform");
    const std::string plan = at("plan.toml");
    EXPECT_EQ(run(detect_main, [](const DetectContext&) -> DetectResult { return Pass{}; },
                  {"detect", platform.c_str(), plan.c_str()}),
              0);
}

TEST_F(EntryTest, ClearEnvStillShowsThePlatformsVariablesToTheBuildpack) {
    base::write_file(at("buildpack.toml"),
                     "api='0.10'\n[buildpack]\nid='t/t'\nversion='1.0.0'\nclear-env=true\n");
    base::write_file(at("platform/env/BP_X"), "x");
    base::write_file(at("platform/env/BP_LOG_LEVEL"), "error");
    EXPECT_EQ(build([](BuildContext& context) -> BuildResult {
                  EXPECT_EQ(context.env.find("BP_X"), "x");
                  context.log.step("hidden");
                  return {};
              }),
              0);
    EXPECT_EQ(out_, "");
}

TEST_F(EntryTest, AFileSystemFailureIsNoFaultOfOurs) {
    EXPECT_EQ(build([](BuildContext&) -> BuildResult {
                  fs::rename("/nonexistent/a", "/nonexistent/b");
                  return {};
              }),
              1);
    EXPECT_THAT(error_, HasSubstr("The build could not go on."));
}

}  // namespace
}  // namespace adder::cnb
