// The lifecycle's five phases one by one, as an unprivileged user, as most platforms run them for buildpacks
// they do not trust.

#include "probe_buildpack.hpp"
#include "python_project.hpp"
#include "runtimes.hpp"

#include <adder/testing/project.hpp>

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::test {
namespace {

namespace code = lifecycle_code;
namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

uid_t owner_of(const fs::path& file) {
    struct stat status{};
    EXPECT_EQ(::lstat(file.c_str(), &status), 0) << file;
    return status.st_uid;
}

class PhasesTest : public testing::TestWithParam<const char*> {
  protected:
    PhasesTest() {
        probe_.build_writes("a.toml", "[types]\ncache = true\nlaunch = true\n");
        probe_.build_writes("a/file", "x");
    }

    ProbeBuildpack probe_;
    Project project_{lifecycle_for_probes(),
                     {.order = {{{probe_.path()}}}, .api = GetParam(), .procedure = Procedure::five_phases}};
};

TEST_P(PhasesTest, BuildAndRebuildAsAnUnprivilegedUser) {
    const Outcome first = project_.build();
    ASSERT_EQ(first.code, code::success) << first.output;
    EXPECT_EQ(owner_of(project_.layers() / "test_probe/a/file"), project_.setup().user);
    EXPECT_FALSE(fs::exists(probe_.found() / "a.toml"));
    const ImageLayer layer = project_.image().layers_of("test/probe").at("a");
    EXPECT_TRUE(layer.launch && layer.cache);

    const Outcome second = project_.build();
    ASSERT_EQ(second.code, code::success) << second.output;
    EXPECT_TRUE(fs::exists(probe_.found() / "a/file"));
    EXPECT_THAT(second.output, HasSubstr("Reusing layer 'test/probe:a'"));
    EXPECT_EQ(project_.image().layers_of("test/probe").at("a").digest, layer.digest);
}

TEST_P(PhasesTest, TheFirstThatFailsIsTheLast) {
    probe_.build_exits(7);
    const Outcome outcome = project_.build();
    EXPECT_EQ(outcome.code, code::buildpack_failed) << outcome.output;
    EXPECT_TRUE(probe_.has_run("build"));
    EXPECT_FALSE(fs::exists(project_.image_layout()));
}

TEST_P(PhasesTest, DetectorAndBuilderRefuseRoot) {
    project_.prepare();
    for (const char* program : {"detector", "builder"}) {
        const Outcome outcome = run_to_end(project_.command(program));
        EXPECT_EQ(outcome.code, code::failed) << outcome.output;
        EXPECT_THAT(outcome.output, HasSubstr("refusing to run as root"));
    }
    EXPECT_FALSE(probe_.has_run("detect"));
}

INSTANTIATE_TEST_SUITE_P(PlatformApi, PhasesTest, testing::Values("0.12", "0.14", "0.15"),
                         [](const auto& test) {
                             const std::string api = test.param;
                             return "v0_" + api.substr(2);
                         });

TEST(PythonPhasesTest, AnAppIsBuiltAndRebuiltAsAnUnprivilegedUser) {
    PythonProject project{
        {{"main.py", "import six; print(six.__version__)\n"}, {"requirements.txt", "six==1.17.0\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().series);
    const RuntimeSource source;  // where that user can read it
    project.set("BP_PYTHON_RUNTIME_SOURCES", source.setting());
    project.setup().procedure = Procedure::five_phases;
    const Outcome first = project.build();
    ASSERT_EQ(first.code, code::success) << first.output;
    const Rootfs rootfs = project.rootfs();
    EXPECT_EQ(rootfs.run({"python", "main.py"}), "1.17.0\n");
    // Nothing in the image can be changed by another user, or runs as one.
    const std::string layers = rootfs.file(project.layers());
    EXPECT_EQ(base::run_and_capture({.program = "find",
                                     .args = {layers, "!", "-type", "l", "-perm", "/6022"},
                                     .env = {{"PATH", "/usr/bin:/bin"}},
                                     .working_directory = {}})
                  .output,
              "");

    const Outcome second = project.build();
    ASSERT_EQ(second.code, code::success) << second.output;
    EXPECT_THAT(second.output, AllOf(HasSubstr("Reusing layer 'adder/python:python'"),
                                     HasSubstr("Reusing layer 'adder/python:venv'")));
}

}  // namespace
}  // namespace adder::test
