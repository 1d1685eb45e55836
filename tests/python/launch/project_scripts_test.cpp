#include "python/launch/project_scripts.hpp"

#include "../app_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ProjectScriptsTest : public AppDirectoryTest {
  protected:
    ProjectScripts find(const Installed& installed = {"my-shop"}) const {
        return find_project_scripts(app(), installed);
    }
};

TEST_F(ProjectScriptsTest, TheProjectsOwnGoesFirst) {
    file("pyproject.toml",
         "[project]\nname = 'My_Shop'\n[project.scripts]\nadmin = 'shop:admin'\nmy-shop = 'shop:main'\n");
    EXPECT_THAT(find().names, ElementsAre("my-shop", "admin"));
    EXPECT_TRUE(find().first_is_the_projects);
    EXPECT_THAT(find({"flask"}).names, IsEmpty()) << "a project that is not installed has no commands";
}

TEST_F(ProjectScriptsTest, OthersAreSorted) {
    file("pyproject.toml", "[tool.poetry]\nname = 'my.shop'\n[tool.poetry.scripts]\nb = 'x:b'\na = 'x:a'\n");
    EXPECT_THAT(find().names, ElementsAre("a", "b"));
    EXPECT_FALSE(find().first_is_the_projects);
}

TEST_F(ProjectScriptsTest, ThereMayBeNone) {
    EXPECT_THAT(find().names, IsEmpty());
    file("pyproject.toml", "[project]\nname = 'my-shop'\nscripts = 'none'\n");
    EXPECT_THAT(find().names, IsEmpty());
}

}  // namespace
}  // namespace adder::python
