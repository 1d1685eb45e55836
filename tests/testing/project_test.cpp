// What of the lifecycle's runner can be shown without the lifecycle; tests/e2e shows the rest.

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/testing/project.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

TEST(WorkDirectoryTest, IsOpenToOthersAndGoneAtTheEnd) {
    fs::path path;
    {
        const WorkDirectory directory;
        path = directory.path();
        EXPECT_EQ(fs::status(path).permissions(), fs::perms{0755});
        EXPECT_EQ(std::count_if(path.native().begin(), path.native().end(),
                                [](char c) { return c >= 'A' && c <= 'Z'; }),
                  0);
        base::write_file(path / "file", "x");
    }
    EXPECT_FALSE(fs::exists(path));
}

TEST(WorkDirectoryTest, WhereTheLifecycleWouldFailLaterItSaysSo) {
    const WorkDirectory parent;
    fs::create_directory(parent.path() / "Upper");
    EXPECT_THROW(WorkDirectory{parent.path() / "Upper"}, base::Error);
    EXPECT_THROW(WorkDirectory{parent.path() / "missing"}, base::SystemError);
}

TEST(RunImageTest, AnEmptyOneIsAnImage) {
    const auto run_image = RunImage::empty({.architecture = "s390x", .labels = {{"key", "value"}}});
    const Image image{run_image->layout()};
    EXPECT_EQ(image.label("key"), "value");
    EXPECT_EQ(image.env().find("PATH"), standard_path);
    EXPECT_EQ(image.entrypoint(), "");
    EXPECT_EQ(image.layer_digests().size(), run_image->layer_count());
    EXPECT_EQ(image.layer_digests(), image.content_digests());
    EXPECT_TRUE(image.files_in(image.content_digests().front()).empty());
    EXPECT_TRUE(fs::is_empty(run_image->files()));
    EXPECT_THROW(image.label("another"), base::Error);
    EXPECT_THROW(image.files_in("sha256:0"), base::Error);
    EXPECT_THROW(image.layers_of("test/probe"), base::Error);  // the lifecycle did not make it
}

struct BadLayout {
    const char* name;
    const char* index;
};

class BadLayoutTest : public testing::TestWithParam<BadLayout> {};

TEST_P(BadLayoutTest, IsAnErrorThatNamesIt) {
    const WorkDirectory directory;
    base::write_file(directory.path() / "index.json", GetParam().index);
    try {
        const Image image{directory.path()};
        FAIL() << "read it";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.full_text(), HasSubstr(directory.path().native()));
    }
}

INSTANTIATE_TEST_SUITE_P(
    , BadLayoutTest,
    testing::Values(BadLayout{"empty", ""}, BadLayout{"truncated", "{\"manifests\": ["},
                    BadLayout{"not_utf8", "{\"manifests\": \"\xff\"}"}, BadLayout{"no_manifests", "{}"},
                    BadLayout{"no_image", R"({"manifests": []})"},
                    BadLayout{"two_images", R"({"manifests": [{}, {}]})"},
                    BadLayout{"no_such_blob", R"({"manifests": [{"digest": "sha256:0"}]})"},
                    BadLayout{"another_type", R"({"manifests": [{"digest": 7}]})"},
                    BadLayout{"an_array", "[]"}),
    [](const auto& test) { return test.param.name; });

class ProjectTest : public testing::Test {
  protected:
    ProjectTest() {
        base::write_file(buildpack_.path() / "buildpack.toml",
                         "api = \"0.12\"\n[buildpack]\nid = \"test/one\"\nversion = \"1.2.3\"\n");
        for (const char* name :
             {"creator", "analyzer", "detector", "restorer", "builder", "exporter", "launcher"}) {
            base::write_file(programs_.path() / name, "#!/bin/sh\necho $0 \"$@\"\n", 0755);
        }
    }

    Lifecycle lifecycle() const { return {.programs = programs_.path(), .run_image = RunImage::empty({})}; }

    WorkDirectory buildpack_;
    WorkDirectory programs_;
};

TEST_F(ProjectTest, WhatABuildStartsWith) {
    Project project{lifecycle(), {.order = {{{buildpack_.path()}}, {{buildpack_.path(), true}}}}};
    project.write("a/b.txt", "x");
    project.write("gone.txt", "x");
    project.remove("gone.txt");
    project.set("NAME", "value\n");
    project.prepare();
    EXPECT_EQ(base::read_file(project.app() / "a/b.txt"), "x");
    EXPECT_FALSE(fs::exists(project.app() / "gone.txt"));
    EXPECT_EQ(base::read_file(project.platform() / "env/NAME"), "value\n");
    EXPECT_TRUE(fs::is_empty(project.layers()));
    const fs::path work = project.app().parent_path();
    EXPECT_TRUE(fs::exists(work / "buildpacks/test_one/1.2.3/buildpack.toml"));
    const cnb::TomlTable order = cnb::read_toml_file(work / "order.toml");
    const auto member = [](bool optional) {
        return cnb::TomlTable{
            {"group", cnb::TomlArray{
                          cnb::TomlTable{{"id", "test/one"}, {"optional", optional}, {"version", "1.2.3"}}}}};
    };
    EXPECT_EQ(order, (cnb::TomlTable{{"order", cnb::TomlArray{member(false), member(true)}}}));

    base::write_file(project.layers() / "left", "over");
    base::write_file(project.cache() / "kept", "x");
    project.prepare();
    EXPECT_TRUE(fs::is_empty(project.layers()));
    EXPECT_TRUE(fs::exists(project.cache() / "kept"));
    project.forget_cache();
    EXPECT_TRUE(fs::is_empty(project.cache()));
}

TEST_F(ProjectTest, ProgramsAreToldOnlyWhatTheyTake) {
    Project project{lifecycle(),
                    {.order = {{{buildpack_.path()}}}, .api = "0.15", .execution_environment = "test"}};
    const base::Command creator = project.command("creator");
    EXPECT_THAT(creator.args, IsSupersetOf({"-layout", "-cache-dir", "-launcher", "app"}));
    EXPECT_EQ(creator.env.find("CNB_PLATFORM_API"), "0.15");
    EXPECT_EQ(creator.env.find("CNB_EXEC_ENV"), "test");
    EXPECT_THAT(project.command("builder").args, Not(testing::Contains("-layout")));
    const base::Command builder = project.as_user(project.command("builder"));
    EXPECT_EQ(builder.program, "setpriv");
    EXPECT_THAT(builder.args, IsSupersetOf({"--reuid", "1000", "--clear-groups", "-platform"}));
}

TEST_F(ProjectTest, ABuildpackWithoutAnIdIsAnErrorThatNamesTheFile) {
    base::write_file(buildpack_.path() / "buildpack.toml", "[buildpack]\nversion = \"1\"\n");
    Project project{lifecycle(), {.order = {{{buildpack_.path()}}}}};
    try {
        project.build();
        FAIL() << "built";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.full_text(), HasSubstr((buildpack_.path() / "buildpack.toml").native()));
    }
}

TEST_F(ProjectTest, WithoutABuildThereIsNoImage) {
    const Project project{lifecycle(), {.order = {{{buildpack_.path()}}}}};
    EXPECT_THROW(project.image(), base::Error);
}

TEST(OutcomeTest, ASignalIsToldAsAShellDoes) {
    const base::Command kill{
        .program = "/bin/sh", .args = {"-c", "echo out; kill -9 $$"}, .env = {}, .working_directory = {}};
    const Outcome outcome = run_to_end(kill);
    EXPECT_EQ(outcome.code, 128 + 9);
    EXPECT_EQ(outcome.output, "out\n");
}

TEST(BackgroundProcessTest, RunsUntilItIsStopped) {
    const WorkDirectory directory;
    BackgroundProcess process{
        {.program = "/bin/sh",
         .args = {"-c", "trap 'echo asked; exit 3' TERM; pwd; while :; do sleep 0.02; done"},
         .env = {{"PATH", std::string{standard_path}}},
         .working_directory = directory.path()},
        directory.path() / "output"};
    while (process.output().empty()) continue;  // it has set its trap
    EXPECT_EQ(process.stop(), 3);
    // The shell may have a word to say of its own child, which was told to end as well.
    EXPECT_TRUE(process.output().starts_with(directory.path().native() + "\n")) << process.output();
    EXPECT_TRUE(process.output().ends_with("asked\n")) << process.output();
    EXPECT_EQ(process.stop(), 0) << "once is enough";
}

TEST(BackgroundProcessTest, IsWaitedForOrKilled) {
    const WorkDirectory directory;
    const auto shell = [&](const char* script) {
        return base::Command{.program = "/bin/sh",
                             .args = {"-c", script},
                             .env = {{"PATH", std::string{standard_path}}},
                             .working_directory = directory.path()};
    };
    EXPECT_EQ((BackgroundProcess{shell("exit 4"), directory.path() / "output"}.wait()), 4);
    BackgroundProcess deaf{shell("trap '' TERM; while :; do sleep 0.02; done"), directory.path() / "output"};
    EXPECT_EQ(deaf.kill(), 128 + 9);
    EXPECT_EQ(deaf.wait(), 0) << "once is enough";
}

TEST(BackgroundProcessTest, WhatNeverListensIsAnErrorWithItsOutput) {
    const WorkDirectory directory;
    const BackgroundProcess process{
        {.program = "/bin/echo", .args = {"no server"}, .env = {}, .working_directory = {}},
        directory.path() / "output"};
    EXPECT_THROW(wait_for_port(free_port(), process, std::chrono::seconds{0}), base::Error);
}

}  // namespace
}  // namespace adder::test
