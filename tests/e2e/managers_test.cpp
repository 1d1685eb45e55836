// Apps of each package manager, with locks made by the real tools and packages of the real index: built by
// the real lifecycle, and run from the image.

#include "fixture_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr auto venv_reused = "unchanged: reused from the previous image";

/// The quick part, which every run of the end-to-end tests has.
class ManagersTest : public testing::Test {};

TEST_F(ManagersTest, UvLock) {
    FixtureApp app{"uv-app"};
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (uv.lock, uv "));
    EXPECT_EQ(app.run({"python", "main.py"}), "welcome 1.17.0\n");
    EXPECT_EQ(app.run({"shop"}), "welcome 1.17.0\n");
    EXPECT_EQ(app.modules({"six", "iniconfig", "click", "idna"}), "six");
    // Code of what is used in place changes nothing that is installed.
    app.write("src/shop/__init__.py", "def main():\n    print('changed')\n");
    EXPECT_THAT(app.build(), HasSubstr(venv_reused));
    EXPECT_EQ(app.run({"shop"}), "changed\n");
    app.set("BP_UV_INSTALL_GROUPS", "jobs");
    app.set("BP_UV_INSTALL_EXTRAS", "money");
    EXPECT_THAT(app.build(), HasSubstr("the requirements changed"));
    EXPECT_EQ(app.modules({"six", "iniconfig", "click", "idna"}), "six click idna");
}

TEST_F(ManagersTest, UvLockOutOfDate) {
    FixtureApp app{"uv-app"};
    app.replace("pyproject.toml", "six==1.17.0", "six==1.16.0");
    EXPECT_THAT(app.failure(), AllOf(HasSubstr("! uv.lock is out of date."), HasSubstr("!   uv lock\n")));
    app.replace("pyproject.toml", "six==1.16.0", "six==1.17.0");
    app.set("BP_UV_INSTALL_GROUPS", "nope");
    EXPECT_THAT(app.failure(), HasSubstr("! uv.lock does not have a group or extra that is asked for."));
}

TEST_F(ManagersTest, Pylock) {
    FixtureApp app{"pylock-app"};
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (pylock.toml, uv "));
    EXPECT_EQ(app.run({"python", "main.py"}), "1.17.0\n");
    EXPECT_THAT(app.build(), HasSubstr(venv_reused));
    app.replace("pylock.toml", "sha256 = \"47", "sha256 = \"00");
    EXPECT_THAT(app.failure(), HasSubstr("! The dependencies in pylock.toml could not be installed."));
}

TEST_F(ManagersTest, PyprojectAlone) {
    FixtureApp app{"pyproject-app"};
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (pyproject.toml, uv "));
    EXPECT_EQ(app.run({"python", "main.py"}), "notes 1.17.0\n");
    EXPECT_EQ(app.modules({"six", "iniconfig", "click", "idna"}), "six");
    app.set("BP_PYTHON_RESOLVE_MAX_AGE", "0");
    EXPECT_THAT(app.build(), HasSubstr("with the same result: reused from the previous image"));
    app.set("BP_UV_INSTALL_GROUPS", "jobs");
    app.set("BP_UV_INSTALL_EXTRAS", "export");
    app.build();
    EXPECT_EQ(app.modules({"six", "iniconfig", "click", "idna"}), "six click idna");
}

TEST_F(ManagersTest, PyprojectThatNoVersionSatisfies) {
    FixtureApp app{"pyproject-app"};
    app.replace("pyproject.toml", "six==1.17.0", "six==99.0");
    EXPECT_THAT(app.failure(), HasSubstr("! The dependencies in pyproject.toml could not be installed."));
    app.replace("pyproject.toml", "six==99.0", "six==1.17.0");
    app.replace("pyproject.toml", "[build-system]", "[build-system");
    EXPECT_THAT(app.failure(), HasSubstr("! pyproject.toml is not valid TOML."));
}

}  // namespace
}  // namespace adder::test
