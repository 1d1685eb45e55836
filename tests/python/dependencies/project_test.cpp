#include "../app_directory.hpp"
#include "python/dependencies/identify.hpp"

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::HasSubstr;

class ProjectTest : public AppDirectoryTest {};

TEST_F(ProjectTest, TheFingerprintFollowsEveryFile) {
    file("requirements.txt", "-r more.txt\n");
    file("more.txt", "flask==3.1.0\n");
    const base::Sha256Digest before = project().fingerprint();
    EXPECT_EQ(project().fingerprint(), before);
    file("more.txt", "flask==3.1.1\n");
    EXPECT_NE(project().fingerprint(), before);
}

TEST_F(ProjectTest, AnAppWithoutDependenciesIsAnApp) {
    file("main.py");
    EXPECT_FALSE(project().has_dependencies());
}

struct ManagerCase {
    const char* name;
    std::vector<std::string> files;
    Manager manager;
};

class ManagerTest : public AppDirectoryTest, public testing::WithParamInterface<ManagerCase> {};

TEST_P(ManagerTest, IsRecognisedByItsFiles) {
    for (const std::string& name : GetParam().files) file(name, name.starts_with("Pipfile.") ? "{}" : "");
    EXPECT_EQ(project().manager, GetParam().manager);
}

INSTANTIATE_TEST_SUITE_P(
    , ManagerTest,
    testing::Values(
        ManagerCase{"requirements", {"requirements.txt", "pyproject.toml"}, Manager::requirements},
        ManagerCase{"uv", {"uv.lock", "pyproject.toml"}, Manager::uv},
        ManagerCase{"pylock", {"pylock.toml"}, Manager::pylock},
        ManagerCase{"named_pylock", {"pylock.prod.toml"}, Manager::pylock},
        ManagerCase{"poetry", {"poetry.lock", "pyproject.toml"}, Manager::poetry},
        ManagerCase{"pipenv", {"Pipfile", "Pipfile.lock"}, Manager::pipenv},
        ManagerCase{"pipenv_without_lock", {"Pipfile"}, Manager::pipenv},
        ManagerCase{"pdm", {"pdm.lock", "pyproject.toml"}, Manager::pdm},
        ManagerCase{"setup_py", {"setup.py"}, Manager::pyproject},
        ManagerCase{"settings_of_tools", {"pyproject.toml", "main.py"}, Manager::none}),
    [](const auto& test) { return test.param.name; });

TEST_F(ProjectTest, OfSeveralManagersAPersonDecides) {
    file("requirements.txt", "six\n");
    file("uv.lock");
    file("pyproject.toml", "[project]\nname = \"x\"\n");
    EXPECT_THAT(error(), AllOf(HasSubstr("the files of 2 package managers"),
                               HasSubstr("requirements.txt (requirements)"), HasSubstr("uv.lock (uv)"),
                               HasSubstr("BP_PYTHON_PACKAGE_MANAGER=requirements")));
    const auto with = [&](const char* name) {
        settings_.package_manager = name;
        return project().manager;
    };
    EXPECT_EQ(with("uv"), Manager::uv);
    EXPECT_EQ(with(" PIP "), Manager::requirements);
    EXPECT_EQ(with("pyproject"), Manager::pyproject);
    EXPECT_EQ(with("none"), Manager::none);
    settings_.package_manager = "poetry";
    EXPECT_THAT(error(),
                AllOf(HasSubstr("BP_PYTHON_PACKAGE_MANAGER is poetry, and the app has no file of that"),
                      HasSubstr("uv.lock (uv)")));
    settings_.package_manager = "conda";
    EXPECT_THAT(error(),
                AllOf(HasSubstr("'conda', which is no package manager known here"), HasSubstr("pipenv")));
}

TEST_F(ProjectTest, FilesOfCondaAreRefusedUnlessThereIsSomethingElse) {
    for (const char* name : {"environment.yml", "environment.yaml", "pixi.toml"}) {
        file(name);
        EXPECT_THAT(error(),
                    AllOf(HasSubstr(std::string{name} + " cannot be installed from"), HasSubstr("uv add")));
        std::filesystem::remove(directory_.path() / name);
    }
    file("pixi.toml");
    settings_.package_manager = "none";
    EXPECT_FALSE(project().has_dependencies());
    settings_.package_manager = std::nullopt;
    file("requirements.txt");
    EXPECT_THAT(advice_on_files(app(), project()).front().title, "pixi.toml is left aside.");
}

TEST_F(ProjectTest, WhatShouldNotBeCommittedIsTold) {
    file("main.py");
    EXPECT_TRUE(advice_on_files(app(), project()).empty());
    file(".venv/pyvenv.cfg");
    file("__pycache__/main.pyc");
    file("docs/index.txt");
    const std::vector<Advice> advice = advice_on_files(app(), project());
    ASSERT_EQ(advice.size(), 2u);
    EXPECT_EQ(advice[0].title, "The app contains a virtual environment, .venv/.");
    EXPECT_EQ(advice[1].title, "The app contains bytecode, __pycache__/.");
}

}  // namespace
}  // namespace adder::python
