#include "../app_directory.hpp"
#include "python/dependencies/commands.hpp"
#include "python/dependencies/identify.hpp"
#include "python/dependencies/managers.hpp"

#include <gmock/gmock.h>
#include <support/errors.hpp>

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
    const ManagerRules* manager;
};

class ManagerTest : public AppDirectoryTest, public testing::WithParamInterface<ManagerCase> {};

TEST_P(ManagerTest, IsRecognisedByItsFiles) {
    for (const std::string& name : GetParam().files) file(name, name.starts_with("Pipfile.") ? "{}" : "");
    EXPECT_EQ(project().manager, GetParam().manager);
}

INSTANTIATE_TEST_SUITE_P(
    , ManagerTest,
    testing::Values(
        ManagerCase{"requirements", {"requirements.txt", "pyproject.toml"}, &managers::requirements},
        ManagerCase{"uv", {"uv.lock", "pyproject.toml"}, &managers::uv},
        ManagerCase{"pylock", {"pylock.toml"}, &managers::pylock},
        ManagerCase{"named_pylock", {"pylock.prod.toml"}, &managers::pylock},
        ManagerCase{"poetry", {"poetry.lock", "pyproject.toml"}, &managers::poetry},
        ManagerCase{"pipenv", {"Pipfile", "Pipfile.lock"}, &managers::pipenv},
        ManagerCase{"pipenv_without_lock", {"Pipfile"}, &managers::pipenv},
        ManagerCase{"pdm", {"pdm.lock", "pyproject.toml"}, &managers::pdm},
        ManagerCase{"setup_py", {"setup.py"}, &managers::pyproject},
        ManagerCase{"settings_of_tools", {"pyproject.toml", "main.py"}, &managers::none}),
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
    EXPECT_EQ(with("uv"), &managers::uv);
    EXPECT_EQ(with(" PIP "), &managers::requirements);
    EXPECT_EQ(with("pyproject"), &managers::pyproject);
    EXPECT_EQ(with("none"), &managers::none);
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

/// One that there is not: all that the rest of the buildpack knows of it is its row.
constexpr ManagerRules made_up{
    .name = "conveyor",
    .files = {"conveyor.lock"},
    .read =
        [](const App&, const Settings&) {
            return Project{.manager = &made_up, .files = {{"conveyor.lock", ""}}, .is_locked = true};
        },
    .install =
        [](const Project&, const InstallPlace& place, const ToolSurroundings&) {
            return std::vector<ToolCommand>{{.args = {"pip", "install", "--python", place.interpreter()}}};
        },
    .explain = [](const Project& project, const std::string&) -> std::optional<base::UserError> {
        return base::UserError{project.main_file() + " is jammed.", "Free it."};
    },
    .lock_command = "conveyor lock",
    .export_command = [](const Project&) -> std::string { return "conveyor export"; },
    .how_to_add = [](std::string_view name, const Project&) { return add_by_command("conveyor add", name); }};

class MadeUpManagerTest : public AppDirectoryTest {
  protected:
    Project with_it() {
        std::vector<const ManagerRules*> known{all_managers().begin(), all_managers().end()};
        known.push_back(&made_up);
        return identify_project(app(), settings_, known);
    }
};

TEST_F(MadeUpManagerTest, IsARowOfTheTable) {
    file("conveyor.lock");
    const Project project = with_it();
    EXPECT_EQ(project.manager, &made_up);
    EXPECT_EQ(project.manager->install(project, {"/venv", "/app"}, {}).front().args.back(),
              "/venv/bin/python");
    EXPECT_EQ(messages::lock_command(project), "conveyor lock");
    EXPECT_THAT(messages::vendor_command(project), HasSubstr("conveyor export |"));
    EXPECT_EQ(project.manager->how_to_add("flask", project), "add it to the project:\n  conveyor add flask");
    EXPECT_EQ(project.manager->explain(project, "")->title(), "conveyor.lock is jammed.");
}

TEST_F(MadeUpManagerTest, IsNamedAndStandsBesideOthers) {
    file("conveyor.lock");
    file("requirements.txt");
    EXPECT_THAT(test::shown_error([&] { with_it(); }),
                HasSubstr("requirements.txt (requirements)\n  conveyor.lock (conveyor)"));
    settings_.package_manager = "Conveyor";
    EXPECT_EQ(with_it().manager, &made_up);
    settings_.package_manager = "belt";
    EXPECT_THAT(test::shown_error([&] { with_it(); }), HasSubstr("pyproject, none, conveyor."));
}

TEST_F(MadeUpManagerTest, IsUnknownWithoutItsRow) {
    file("conveyor.lock");
    EXPECT_EQ(project().manager, &managers::none);
}

}  // namespace
}  // namespace adder::python
