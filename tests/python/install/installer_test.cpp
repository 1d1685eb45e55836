#include "python/install/installer.hpp"

#include "python/dependencies/managers.hpp"
#include "python/install/python_tool.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::HasSubstr;

PinnedTools pinned_tools() {
    PinnedTools result;
    result.uv.version = "0.13.9";
    result.versions = {{"poetry-1", "1.8.5"}, {"poetry-2", "2.5.1"}, {"pdm", "2.29.3"}, {"pip", "26.3"}};
    return result;
}

std::string choice(const Tool& tool, const std::string& demand) {
    return choose_installer({.tool = &tool, .tool_version = demand}, pinned_tools(), {}, {}).text();
}

TEST(ChooseInstallerTest, ThePinnedVersionUnlessTheProjectDemandsAnother) {
    EXPECT_EQ(choice(tools::uv, ""), "uv 0.13.9");
    EXPECT_EQ(choice(tools::uv, ">=0.5"), "uv 0.13.9");
    EXPECT_EQ(choice(tools::uv, "<0.5"), "uv <0.5");
    EXPECT_EQ(choice(tools::pdm, ""), "PDM 2.29.3");
    EXPECT_EQ(choice(tools::poetry_1, ""), "Poetry 1.8.5");
    EXPECT_EQ(choice(tools::poetry_1, ">=2.0"), "Poetry 2.5.1");
    EXPECT_EQ(choice(tools::poetry_2, "<2"), "Poetry 1.8.5");
}

TEST(ChooseInstallerTest, WhatIsNotThereIsToldWithWhatIs) {
    EXPECT_THAT(test::shown_error([] { choice(tools::poetry_2, "==2.0.1"); }),
                AllOf(HasSubstr("The project demands Poetry ==2.0.1"), HasSubstr("Available: 2.5.1, 1.8.5")));
}

struct PipCase {
    const char* name;
    const char* line;
    bool pip;
};

class PipNeededTest : public testing::TestWithParam<PipCase> {};

TEST_P(PipNeededTest, WhatUvDoesNotUnderstandPipInstalls) {
    const Project project{.manager = &managers::requirements,
                          .files = {{"requirements.txt", std::string{GetParam().line} + "\nsix\n"}}};
    const InstallerChoice chosen = choose_installer(project, pinned_tools(), {}, {});
    EXPECT_EQ(*chosen.tool, GetParam().pip ? tools::pip : tools::uv);
    EXPECT_EQ(chosen.reason.empty(), !GetParam().pip) << chosen.reason;
    Settings settings;
    settings.installer = "uv";
    EXPECT_TRUE(choose_installer(project, pinned_tools(), settings, {}).is_uv());
}

INSTANTIATE_TEST_SUITE_P(
    , PipNeededTest,
    testing::Values(PipCase{"nothing", "flask", false}, PipCase{"index", "--index-url https://i", false},
                    PipCase{"editable_path", "-e .", false}, PipCase{"git", "x @ git+https://h/x", false},
                    PipCase{"editable_git", "-e git+https://h/x#egg=x", true},
                    PipCase{"mercurial", "x @ hg+https://h/x", true},
                    PipCase{"subversion", "svn+https://h/x#egg=x", true}, PipCase{"pre", "--pre", true},
                    PipCase{"trusted_host", "--trusted-host=h", true},
                    PipCase{"config_settings", "x --config-settings=\"a=b\"", true},
                    PipCase{"a_name_like_an_option", "some--prefix", false}),
    [](const auto& test) { return test.param.name; });

TEST(ChooseInstallerTest, PipIsUsedWhenItIsAskedForOrASettingNeedsIt) {
    const Project project{.manager = &managers::requirements, .files = {{"requirements.txt", "six\n"}}};
    Settings settings;
    EXPECT_THAT(choose_installer(project, pinned_tools(), settings, {{"PIP_PREFER_BINARY", "1"}}).reason,
                HasSubstr("PIP_PREFER_BINARY"));
    settings.installer = "pip";
    EXPECT_EQ(choose_installer(project, pinned_tools(), settings, {}).text(), "pip 26.3");
    const InstallerChoice own_tool =
        choose_installer({.manager = &managers::pdm, .tool = &tools::pdm}, pinned_tools(), settings, {});
    EXPECT_EQ(own_tool.text(), "PDM 2.29.3");
    EXPECT_THAT(own_tool.reason, HasSubstr("BP_PYTHON_INSTALLER is for requirements files"));
}

TEST(ToolCommandsTest, ArePipsForRequirementsAndOfTheManagersToolOtherwise) {
    const InstallPlace place{"/venv", "/app"};
    const ToolSurroundings surroundings{"/cache", "https://i.example/simple"};
    const Project requirements{.manager = &managers::requirements,
                               .files = {{"a.txt", ""}, {"b.txt", ""}, {"included.txt", ""}},
                               .inputs = 2};
    const ToolCommand pip = tool_commands({&tools::pip, "26.3"}, requirements, place, surroundings).front();
    EXPECT_THAT(pip.args, testing::ElementsAre("--python", "/venv/bin/python", "install", "--requirement",
                                               "a.txt", "--requirement", "b.txt"));
    EXPECT_EQ(pip.variables.find("PIP_INDEX_URL"), surroundings.index);
    const Project poetry{.manager = &managers::poetry, .groups = {"main"}, .tool = &tools::poetry_2};
    EXPECT_EQ(tool_commands({&tools::poetry_2, "2.5.1"}, poetry, place, surroundings).front().args.front(),
              "sync");
    EXPECT_THROW(tool_commands({&tools::pdm, "2"}, requirements, place, surroundings), std::logic_error);
}

TEST(PythonToolEnvironmentTest, TheVirtualEnvironmentIsTheActiveOneAndNothingLeadsElsewhere) {
    const base::Environment env = python_tool_environment(
        {{"PATH", "/bin"}, {"PYTHONPATH", "/x"}, {"PIP_INDEX_URL", "https://i"}}, {"/venv", "/app"});
    EXPECT_EQ(env.find("VIRTUAL_ENV"), "/venv");
    EXPECT_EQ(env.find("PATH"), "/venv/bin:/bin");
    EXPECT_EQ(env.find("PYTHONPATH"), std::nullopt);
    EXPECT_EQ(env.find("PIP_INDEX_URL"), "https://i");
}

}  // namespace
}  // namespace adder::python
