#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/entry.hpp>

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
                  return {.launch = {.processes = {{.type = "web", .command = {"x"}}}, .labels = {}},
                          .store = {}};
              }),
              0);
    EXPECT_EQ(TomlReader(read_toml_file(at("layers/launch.toml")), "").tables("processes").size(), 1u);
    EXPECT_EQ(read_toml_file(at("layers/store.toml")), parse_toml("[metadata]\nk='v'", ""));
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
    EXPECT_EQ(build([](BuildContext& context) -> BuildResult {
                  EXPECT_EQ(context.env.find("BP_X"), "x");
                  return {};
              }),
              0);
}

}  // namespace
}  // namespace adder::cnb
