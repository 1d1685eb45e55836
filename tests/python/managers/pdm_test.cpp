#include "../app_directory.hpp"

#include <adder/python/managers/pdm.hpp>

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const ToolSurroundings surroundings{"/cache", "https://i.example/simple"};

class PdmTest : public AppDirectoryTest {};

TEST_F(PdmTest, IsMadeOfLockProjectAndLocalPackages) {
    file("pdm.lock", "[[package]]\nname = \"b\"\npath = \"./libs/b\"\n");
    file("pyproject.toml", "[project]\n");
    file("libs/b/b.py");
    EXPECT_THAT(names(), ElementsAre("pdm.lock", "pyproject.toml", "libs/b/"));
    EXPECT_TRUE(project().is_locked);
    EXPECT_EQ(project().tool, "pdm");
}

TEST(InstallWithPdmTest, ItChecksTheLockAndLeavesOutWhatIsForDevelopment) {
    const ToolCommand command = install_with_pdm({}, surroundings).front();
    EXPECT_THAT(command.args, ElementsAre("install", "--check", "--prod"));
    EXPECT_EQ(command.variables.find("PDM_PYPI_URL"), surroundings.index);
}

TEST(ExplainPdmTest, WhatItSays) {
    EXPECT_THAT(explain_pdm("WARNING: Lockfile doesn't satisfy\nPlease run `pdm lock` to update")->body(),
                HasSubstr("  pdm lock\n"));
    EXPECT_FALSE(explain_pdm("else"));
}

}  // namespace
}  // namespace adder::python
