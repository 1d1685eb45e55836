#include "python/dependencies/pdm.hpp"

#include "../app_directory.hpp"
#include "python/dependencies/vendor.hpp"

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const InstallPlace place{"/venv", "/app", "/scratch"};
const ToolSurroundings surroundings{"/cache", "https://i.example/simple"};

class PdmTest : public AppDirectoryTest {};

TEST_F(PdmTest, IsMadeOfLockProjectAndLocalPackages) {
    file("pdm.lock", "[[package]]\nname = \"b\"\npath = \"./libs/b\"\n");
    file("pyproject.toml", "[project]\n");
    file("libs/b/b.py");
    EXPECT_THAT(names(), ElementsAre("pdm.lock", "pyproject.toml", "libs/b/"));
    EXPECT_TRUE(project().is_locked);
    EXPECT_EQ(*project().tool, tools::pdm);
}

TEST(InstallWithPdmTest, ItChecksTheLockAndLeavesOutWhatIsForDevelopment) {
    const ToolCommand command = install_with_pdm({}, place, surroundings).front();
    EXPECT_THAT(command.args, ElementsAre("install", "--check", "--prod"));
    EXPECT_EQ(command.variables.find("PDM_PYPI_URL"), surroundings.index);
}

TEST_F(PdmTest, FromVendorItChecksTheLockAndUvInstallsWhatThatPins) {
    file("pdm.lock",
         "[metadata]\nstrategy = [\"inherit_metadata\"]\n[[package]]\nname = \"six\"\nversion = \"1\"\n"
         "groups = [\"default\"]\n[[package]]\nname = \"pytest\"\nversion = \"2\"\ngroups = [\"check\"]\n"
         "[[package]]\nname = \"ruff\"\nversion = \"3\"\ngroups = [\"lint\"]\n");
    file("pyproject.toml",
         "[project]\nname = \"app\"\n[dependency-groups]\ncheck = []\n[tool.pdm.dev-dependencies]\nlint = "
         "[]\n");
    file("vendor/six-1-py3-none-any.whl");
    const auto commands = [&] { return install_with_pdm(project(), place, surroundings); };
    const std::vector<ToolCommand> production = commands();
    ASSERT_EQ(production.size(), 2u);
    EXPECT_THAT(production[0].args, ElementsAre("lock", "--check"));
    EXPECT_TRUE(production[1].by_uv);
    EXPECT_EQ(production[1].inputs.at(0).file, requirements_of_lock(place));
    EXPECT_EQ(production[1].inputs.at(0).text, "six==1\n-e .\n");
    settings_.for_tests = true;
    EXPECT_EQ(commands()[1].inputs.at(0).text, "six==1\npytest==2\nruff==3\n-e .\n");
    file("pyproject.toml", "[project]\nname = \"app\"\n[tool.pdm]\ndistribution = false\n");
    EXPECT_EQ(commands()[1].inputs.at(0).text, "six==1\n");
}

TEST(ExplainPdmTest, WhatItSays) {
    EXPECT_THAT(explain_pdm("WARNING: Lockfile doesn't satisfy\nPlease run `pdm lock` to update")->body(),
                HasSubstr("  pdm lock\n"));
    EXPECT_FALSE(explain_pdm("else"));
}

}  // namespace
}  // namespace adder::python
