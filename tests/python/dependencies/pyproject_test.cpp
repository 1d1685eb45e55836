#include "python/dependencies/pyproject.hpp"

#include "../app_directory.hpp"
#include "python/dependencies/managers.hpp"
#include "python/dependencies/project_without_lock.hpp"

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const InstallPlace place{"/venv", "/app"};

TEST(PyprojectTest, WhatIsRead) {
    const Pyproject pyproject = Pyproject::parse(
        "[project]\nname = \"My.App\"\n[build-system]\nrequires = [\"setuptools\"]\n"
        "[tool.setuptools.dynamic]\ndependencies = { file = [\"a.txt\", \"b.txt\"] }\n"
        "optional-dependencies.dev = { file = \"dev.txt\" }\nversion = { attr = \"x\" }\n"
        "[tool.uv]\nrequired-version = \"<1\"\n"
        "[tool.uv.sources]\nb = { path = \"libs/b\" }\nc = { path = \"libs/c\", editable = true }\n"
        "d = [{ path = \"libs/d\", marker = \"os_name == 'nt'\" }, { git = \"https://example.com/d\" }]\n"
        "[tool.poetry]\nrequires-poetry = \">=2\"\n[tool.pdm]\n[tool.pixi]\n",
        "pyproject.toml");
    EXPECT_TRUE(pyproject.has_project && pyproject.has_build_system && pyproject.is_uv_package);
    EXPECT_TRUE(pyproject.has_poetry && pyproject.has_pdm && pyproject.has_pixi);
    EXPECT_EQ(pyproject.name, "My.App");
    EXPECT_EQ(pyproject.required_uv, "<1");
    EXPECT_EQ(pyproject.required_poetry, ">=2");
    EXPECT_THAT(pyproject.dynamic_files, testing::UnorderedElementsAre("a.txt", "b.txt", "dev.txt"));
    EXPECT_THAT(pyproject.copied_sources, ElementsAre("libs/b", "libs/d"));
    EXPECT_THAT(pyproject.editable_sources, ElementsAre("libs/c"));
}

TEST(PyprojectTest, UvsOwnSettingSaysWhetherItIsAPackage) {
    const auto is_package = [](const char* text) {
        return Pyproject::parse(text, "pyproject.toml").is_uv_package;
    };
    EXPECT_FALSE(is_package("[project]\nname = \"x\"\n"));
    EXPECT_TRUE(is_package("[tool.uv]\npackage = true\n"));
    EXPECT_FALSE(is_package("[build-system]\n[tool.uv]\npackage = false\n"));
}

class ProjectWithoutLockTest : public AppDirectoryTest {};

TEST_F(ProjectWithoutLockTest, IsMadeOfWhatBuildsIt) {
    file("pyproject.toml",
         "[project]\nname = \"x\"\n[build-system]\n[tool.setuptools.dynamic]\n"
         "dependencies = { file = \"in.txt\" }\n[tool.uv.sources]\nb = { path = \"./b\" }\n");
    file("setup.cfg");
    file("in.txt", "six\n");
    file("b/b.py");
    EXPECT_THAT(names(), ElementsAre("pyproject.toml", "setup.cfg", "in.txt", "b/"));
    EXPECT_FALSE(project().is_locked);
    EXPECT_TRUE(project().is_package);
}

TEST(PyprojectTest, GroupsAndExtrasForTests) {
    const Pyproject read = Pyproject::parse(
        "[project]\nname = \"x\"\n[project.optional-dependencies]\nweb = []\ntest = []\n"
        "[dependency-groups]\nDev = []\ndocs = []\n[tool.poetry.group.tests.dependencies]\npytest = \"*\"\n",
        "pyproject.toml");
    EXPECT_THAT(names_for_tests(read.extras), testing::ElementsAre("test"));
    EXPECT_THAT(names_for_tests(read.groups), testing::ElementsAre("Dev"));
    EXPECT_THAT(names_for_tests(read.poetry_groups), testing::ElementsAre("tests"));
}

TEST_F(ProjectWithoutLockTest, SettingsOfToolsAloneAreNoProject) {
    file("pyproject.toml", "[tool.ruff]\n");
    EXPECT_FALSE(project().has_dependencies());
}

TEST_F(ProjectWithoutLockTest, ASetupPyIsOne) {
    file("setup.py");
    EXPECT_THAT(names(), ElementsAre("setup.py"));
    EXPECT_TRUE(project().is_package);
}

TEST_F(ProjectWithoutLockTest, PoetrysOwnFormNeedsItsLock) {
    file("pyproject.toml", "[tool.poetry]\nname = \"x\"\n");
    EXPECT_THAT(error(),
                AllOf(HasSubstr("The Poetry project has no poetry.lock."), HasSubstr("  poetry lock\n")));
}

TEST_F(ProjectWithoutLockTest, BadTomlIsNamedWithItsLine) {
    file("pyproject.toml", "[project]\nname = x\n");
    EXPECT_THAT(error(), AllOf(HasSubstr("pyproject.toml is not valid TOML."), HasSubstr("\n\nLine 2: ")));
}

TEST(InstallProjectTest, APackageIsInstalledInPlaceWithItsExtras) {
    Project project{.manager = &managers::pyproject,
                    .files = {{"pyproject.toml", ""}},
                    .groups = {"g"},
                    .extras = {"a", "b"},
                    .is_package = true};
    EXPECT_THAT(install_project(project, place).front().args,
                ElementsAre("pip", "install", "--python", "/venv/bin/python", "--group", "g", "--editable",
                            ".[a,b]"));
    project.is_package = false;
    EXPECT_THAT(install_project(project, place).front().args,
                ElementsAre("pip", "install", "--python", "/venv/bin/python", "--group", "g", "--extra", "a",
                            "--extra", "b", "--requirements", "pyproject.toml"));
    EXPECT_THAT(resolve_project(project, "/python"),
                testing::AllOf(testing::Contains("--group"), testing::Contains("pyproject.toml")));
}

}  // namespace
}  // namespace adder::python
