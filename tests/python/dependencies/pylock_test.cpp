#include "python/dependencies/pylock.hpp"

#include "../app_directory.hpp"
#include "python/dependencies/managers.hpp"

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(PylockNameTest, FollowsPep751) {
    for (const char* name : {"pylock.toml", "pylock.prod.toml"}) EXPECT_TRUE(is_pylock_name(name)) << name;
    for (const char* name :
         {"pylock..toml", "pylock.a.b.toml", "pylock.txt", "xpylock.toml", "pylock.toml.bak"})
        EXPECT_FALSE(is_pylock_name(name)) << name;
}

class PylockTest : public AppDirectoryTest {};

TEST_F(PylockTest, TheOneWithoutANameWins) {
    file("pylock.dev.toml");
    EXPECT_THAT(names(), ElementsAre("pylock.dev.toml"));
    file("pylock.toml");
    EXPECT_THAT(names(), ElementsAre("pylock.toml"));
    EXPECT_TRUE(project().is_locked);
}

TEST_F(PylockTest, OfSeveralOneHasToBeNamed) {
    file("pylock.dev.toml");
    file("pylock.prod.toml");
    EXPECT_THAT(error(),
                AllOf(HasSubstr("There are 2 pylock files, and none of them is pylock.toml."),
                      HasSubstr("pylock.dev.toml, pylock.prod.toml"), HasSubstr("BP_PYTHON_PYLOCK=")));
    settings_.pylock = "pylock.prod.toml";
    EXPECT_THAT(names(), ElementsAre("pylock.prod.toml"));
    settings_.pylock = "pylock.test.toml";
    EXPECT_THAT(error(),
                AllOf(HasSubstr("'pylock.test.toml' does not exist"), HasSubstr("BP_PYTHON_PYLOCK")));
    settings_.pylock = "uv.lock";
    EXPECT_THAT(error(), HasSubstr("which is no name for a pylock file"));
}

TEST_F(PylockTest, LocalPackagesCount) {
    file("pylock.toml",
         "[[packages]]\nname = \"a\"\ndirectory = { path = \".\", editable = true }\n"
         "[[packages]]\nname = \"b\"\ndirectory = { path = \"./libs/b\" }\n"
         "[[packages]]\nname = \"c\"\narchive = { path = \"c.tar.gz\" }\n"
         "[[packages]]\nname = \"d\"\n");
    file("pyproject.toml");
    file("libs/b/b.py");
    file("c.tar.gz");
    EXPECT_THAT(names(), ElementsAre("pylock.toml", "pyproject.toml", "libs/b/", "c.tar.gz"));
}

TEST_F(PylockTest, TextThatIsNotTomlIsNamedWithItsLine) {
    file("pylock.toml", "a = 1\nb = = 2\n");
    EXPECT_THAT(error(), AllOf(HasSubstr("pylock.toml is not valid TOML"), HasSubstr("\n\nLine 2: ")));
}

TEST(InstallPylockTest, GroupsAndExtrasAreTheLocksOwn) {
    const Project project{
        .manager = &managers::pylock, .files = {{"pylock.toml", ""}}, .groups = {"g"}, .extras = {"x"}};
    EXPECT_THAT(install_pylock(project, {"/venv", "/app"}).front().args,
                ElementsAre("pip", "sync", "--preview-features", "pylock", "--python", "/venv/bin/python",
                            "pylock.toml", "--group", "g", "--extra", "x"));
}

}  // namespace
}  // namespace adder::python
