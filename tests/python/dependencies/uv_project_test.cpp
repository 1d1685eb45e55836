#include "python/dependencies/uv_project.hpp"

#include "../app_directory.hpp"
#include "python/dependencies/identify.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/vendor.hpp"

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const InstallPlace place{"/venv", "/app", "/scratch"};

TEST(LocalPackagesTest, AreReadFromTheLock) {
    const LocalPackages local = local_packages(
        "[[package]]\nname = \"root\"\nsource = { virtual = \".\" }\n"
        "[[package]]\nsource = { editable = \"packages/a\" }\n"
        "[[package]]\nsource = { directory = \"libs/b\" }\n"
        "[[package]]\nsource = { path = \"wheels/c-1-py3-none-any.whl\" }\n"
        "[[package]]\nsource = { registry = \"https://pypi.org/simple\" }\n"
        "wheels = [{ url = \"https://example.com/x.whl\" }]\n");
    EXPECT_THAT(local.editable, ElementsAre(".", "packages/a"));
    EXPECT_THAT(local.copied, ElementsAre("libs/b", "wheels/c-1-py3-none-any.whl"));
}

class UvProjectTest : public AppDirectoryTest {
  protected:
    UvProjectTest() {
        file("uv.lock",
             "source = { editable = \".\" }\nsource = { editable = \"packages/a\" }\n"
             "source = { directory = \"libs/b\" }\n");
        file("pyproject.toml",
             "[project]\nname = \"x\"\n[build-system]\n[tool.uv]\nrequired-version = \">=0.5\"\n");
        file("packages/a/pyproject.toml");
        file("libs/b/b.py", "1");
    }
};

TEST_F(UvProjectTest, IsMadeOfTheLockAndOfEveryLocalPackage) {
    const Project found = project();
    EXPECT_EQ(found.manager, &managers::uv);
    EXPECT_TRUE(found.is_locked);
    EXPECT_TRUE(found.is_package);
    EXPECT_EQ(found.tool_version, ">=0.5");
    EXPECT_THAT(names(), ElementsAre("uv.lock", "pyproject.toml", "packages/a/pyproject.toml", "libs/b/"));
}

TEST_F(UvProjectTest, CodeOfACopiedPackageCountsAndOfOneInPlaceDoesNot) {
    const base::Sha256Digest before = fingerprint();
    file("packages/a/a.py", "2");
    file("libs/b/__pycache__/b.pyc", "2");
    EXPECT_EQ(fingerprint(), before);
    file("libs/b/b.py", "2");
    EXPECT_NE(fingerprint(), before);
}

TEST_F(UvProjectTest, GroupsAndExtrasCount) {
    const base::Sha256Digest before = fingerprint();
    settings_.uv_groups = {"extra"};
    const base::Sha256Digest with_group = fingerprint();
    settings_.uv_groups = {};
    settings_.uv_extras = {"extra"};
    EXPECT_NE(before, with_group);
    EXPECT_NE(fingerprint(), with_group);
}

TEST_F(UvProjectTest, AMemberOfAWorkspaceIsLockedByTheWorkspace) {
    const App member = App::scan(directory_.path() / "packages/a", directory_.path());
    EXPECT_EQ(workspace_of(member), "../..");
    const Project found = identify_project(member, settings_);
    EXPECT_EQ(found.manager, &managers::uv);
    std::vector<std::string> names;
    for (const ProjectFile& each : found.files) names.push_back(each.name);
    EXPECT_THAT(names, testing::IsSupersetOf(
                           {"../../uv.lock", "pyproject.toml", "../../pyproject.toml", "../../libs/b/"}));
    EXPECT_EQ(workspace_of(App::scan(directory_.path() / "packages/a")), std::nullopt);
}

TEST_F(UvProjectTest, ALockWithoutItsProjectIsNoProject) {
    std::filesystem::remove(directory_.path() / "pyproject.toml");
    EXPECT_THAT(error(), AllOf(HasSubstr("uv.lock is there without a pyproject.toml"), HasSubstr("uv lock")));
}

TEST(SyncProjectTest, OneCommandChecksTheLockAndInstalls) {
    const Project project{.manager = &managers::uv, .groups = {"a", "b"}, .extras = {"x"}};
    const auto commands = sync_project(project, place, {});
    ASSERT_EQ(commands.size(), 1u);
    EXPECT_THAT(commands[0].args,
                ElementsAre("sync", "--locked", "--python", "/venv/bin/python", "--no-default-groups",
                            "--group", "a", "--group", "b", "--extra", "x"));
    EXPECT_THAT(sync_project({.manager = &managers::uv, .for_tests = true}, place, {})[0].args,
                ElementsAre("sync", "--locked", "--python", "/venv/bin/python"));
    EXPECT_EQ(commands[0].variables.find("UV_PROJECT_ENVIRONMENT"), "/venv");
}

TEST(SyncProjectTest, WithAnotherIndexTheLockIsCheckedWithoutIt) {
    for (const char* name : {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}) {
        const auto commands = sync_project({}, place, {{name, "https://mirror.example.com/simple"}});
        ASSERT_EQ(commands.size(), 2u);
        EXPECT_THAT(commands[0].args, ElementsAre("lock", "--check", "--python", "/venv/bin/python"));
        EXPECT_THAT(commands[0].without, testing::Contains(name));
        EXPECT_EQ(commands[1].args.at(1), "--frozen");
        EXPECT_EQ(sync_project({}, place, {{name, "https://pypi.org/simple/"}}).size(), 1u);
    }
}

TEST_F(UvProjectTest, FromVendorTheLockIsCheckedAndInstalledAsRequirements) {
    file("vendor/six-1-py3-none-any.whl");
    settings_.uv_groups = {"a"};
    const auto commands =
        sync_project(project(), place, {{"UV_DEFAULT_INDEX", "https://mirror.example.com"}});
    ASSERT_EQ(commands.size(), 2u);
    EXPECT_THAT(commands[0].args,
                ElementsAre("export", "--quiet", "--locked", "--offline", "--find-links", "vendor",
                            "--python", "/venv/bin/python", "--output-file",
                            requirements_of_lock(place).native(), "--no-default-groups", "--group", "a"));
    EXPECT_THAT(commands[0].without, testing::Contains("UV_DEFAULT_INDEX"));
    EXPECT_EQ(commands[1].args, install_from_vendor(place).args);
}

TEST_F(UvProjectTest, ALockMadeAgainstVendorIsSynced) {
    file("vendor/six-1-py3-none-any.whl");
    file("uv.lock", "[[package]]\nname = \"six\"\nsource = { registry = \"vendor\" }\n");
    const auto commands = sync_project(project(), place, {});
    ASSERT_EQ(commands.size(), 1u);
    EXPECT_THAT(commands[0].args, testing::IsSupersetOf({"sync", "--no-index", "--find-links", "vendor"}));
}

TEST(ExplainUvTest, WithoutAnIndexWhatTheLockLacksIsNotFound) {
    const std::string output =
        "error: No solution found when resolving dependencies\n  cause: Because there is no version of "
        "six==1.16.0 and shop depends on six==1.16.0, we can conclude that shop's requirements are "
        "unsatisfiable.\n";
    Project project{.manager = &managers::uv, .files = {{"uv.lock", ""}}};
    EXPECT_FALSE(explain_uv(project, output));
    project.vendored = {{"demo-1.0.tar.gz", 1}};
    EXPECT_EQ(explain_uv(project, output)->title(), "uv.lock is out of date.");
}

TEST(ExplainUvTest, WhatItSays) {
    const Project project{.manager = &managers::uv, .files = {{"uv.lock", ""}}};
    const auto title = [&](const char* output) {
        const auto error = explain_uv(project, output);
        return error ? error->title() : "nothing";
    };
    EXPECT_EQ(title("error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided."),
              "uv.lock is out of date.");
    EXPECT_EQ(
        title("error: The requested interpreter resolved to Python 3.13.5, which is incompatible with the "
              "project's Python requirement: `>=3.14`"),
        "The project does not run on the Python that was chosen.");
    EXPECT_EQ(title("error: Group `nope` is not defined in the project's `dependency-groups` table"),
              "uv.lock does not have a group or extra that is asked for.");
    EXPECT_EQ(title("error: something else"), "nothing");
}

}  // namespace
}  // namespace adder::python
