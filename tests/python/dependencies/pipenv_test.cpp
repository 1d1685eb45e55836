#include "python/dependencies/pipenv.hpp"

#include "../app_directory.hpp"

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const InstallPlace place{"/venv", "/app", "/scratch"};
const ToolSurroundings surroundings{"/cache", "https://i.example/simple"};

class PipenvTest : public AppDirectoryTest {};

TEST_F(PipenvTest, IsMadeOfBothFilesAndLocalPackages) {
    file("Pipfile");
    file("Pipfile.lock",
         R"({"default": {"b": {"path": "./libs/b"}, "c": {"editable": true, "path": "libs/c"}, "six": {}}})");
    file("libs/b/b.py");
    file("libs/c/setup.py");
    EXPECT_THAT(names(), ElementsAre("Pipfile.lock", "Pipfile", "libs/b/", "libs/c/setup.py"));
    EXPECT_TRUE(project().is_locked);
    EXPECT_THAT(install_with_pipenv(project(), place, surroundings).front().args,
                ElementsAre("install", "--deploy"));
}

TEST_F(PipenvTest, WithoutALockItWarns) {
    file("Pipfile");
    EXPECT_THAT(names(), ElementsAre("Pipfile"));
    EXPECT_FALSE(project().is_locked);
    EXPECT_EQ(project().advice.front().title, "There is a Pipfile and no Pipfile.lock.");
    const ToolCommand command = install_with_pipenv(project(), place, surroundings).front();
    EXPECT_THAT(command.args, ElementsAre("install", "--skip-lock"));
    EXPECT_EQ(command.variables.find("PIPENV_PYPI_MIRROR"), surroundings.index);
}

TEST_F(PipenvTest, FromVendorItsPipAsksNoIndex) {
    file("Pipfile");
    file("Pipfile.lock", "{}");
    file("vendor/six-1-py3-none-any.whl");
    const ToolCommand command = install_with_pipenv(project(), place, surroundings).front();
    EXPECT_THAT(command.args, ElementsAre("install", "--deploy"));
    EXPECT_EQ(command.variables.find("PIP_NO_INDEX"), "1");
    EXPECT_EQ(command.variables.find("PIP_FIND_LINKS"), "/app/vendor");
}

TEST_F(PipenvTest, ADamagedLockIsNamed) {
    file("Pipfile");
    file("Pipfile.lock", "<<<<<<< HEAD\n");
    EXPECT_THAT(error(),
                AllOf(HasSubstr("Pipfile.lock is not what Pipenv writes."), HasSubstr("pipenv lock")));
}

TEST_F(PipenvTest, ALockAloneSaysTooLittle) {
    file("Pipfile.lock", "{}");
    EXPECT_THAT(error(), HasSubstr("Pipfile.lock is there without a Pipfile."));
}

TEST(ExplainPipenvTest, WhatItSays) {
    EXPECT_EQ(explain_pipenv("Your Pipfile.lock \n(caed) is out of \ndate. Expected: \n(0f29).\n")->title(),
              "Pipfile.lock is out of date.");
    EXPECT_EQ(
        explain_pipenv("Your Pipfile requires \"python_version\" 3.14\nERROR:: Aborting deploy")->title(),
        "The project does not run on the Python that was chosen.");
    EXPECT_FALSE(explain_pipenv("else"));
}

}  // namespace
}  // namespace adder::python
