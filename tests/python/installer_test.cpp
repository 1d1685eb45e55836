#include <adder/python/installer.hpp>
#include <adder/python/python_tool.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::HasSubstr;

Catalogue catalogue() {
    Catalogue result;
    result.uv.version = "0.13.9";
    result.tools = {{"poetry-1", "1.8.5"}, {"poetry-2", "2.5.1"}, {"pdm", "2.29.3"}};
    return result;
}

std::string choice(const std::string& tool, const std::string& demand) {
    return choose_installer({.tool = tool, .tool_version = demand}, catalogue()).text();
}

TEST(ChooseInstallerTest, ThePinnedVersionUnlessTheProjectDemandsAnother) {
    EXPECT_EQ(choice("", ""), "uv 0.13.9");
    EXPECT_EQ(choice("", ">=0.5"), "uv 0.13.9");
    EXPECT_EQ(choice("", "<0.5"), "uv <0.5");
    EXPECT_EQ(choice("pdm", ""), "PDM 2.29.3");
    EXPECT_EQ(choice("poetry-1", ""), "Poetry 1.8.5");
    EXPECT_EQ(choice("poetry-1", ">=2.0"), "Poetry 2.5.1");
    EXPECT_EQ(choice("poetry-2", "<2"), "Poetry 1.8.5");
}

TEST(ChooseInstallerTest, WhatIsNotThereIsToldWithWhatIs) {
    EXPECT_THAT(test::shown_error([] { choice("poetry-2", "==2.0.1"); }),
                AllOf(HasSubstr("The project demands Poetry ==2.0.1"), HasSubstr("Available: 2.5.1, 1.8.5")));
}

TEST(PythonToolEnvironmentTest, TheVirtualEnvironmentIsTheActiveOneAndNothingLeadsElsewhere) {
    const base::Environment env = python_tool_environment(
        {{"PATH", "/bin"}, {"PIP_TARGET", "/x"}, {"PYTHONPATH", "/x"}, {"PIP_INDEX_URL", "https://i"}},
        {"/venv", "/app"});
    EXPECT_EQ(env.find("VIRTUAL_ENV"), "/venv");
    EXPECT_EQ(env.find("PATH"), "/venv/bin:/bin");
    EXPECT_EQ(env.find("PIP_TARGET"), std::nullopt);
    EXPECT_EQ(env.find("PYTHONPATH"), std::nullopt);
    EXPECT_EQ(env.find("PIP_INDEX_URL"), "https://i");
}

}  // namespace
}  // namespace adder::python
