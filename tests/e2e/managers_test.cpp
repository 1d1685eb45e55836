// Apps of each package manager, with locks made by the real tools and packages of the real index: built by
// the real lifecycle, and run from the image.

#include "fixture_app.hpp"
#include "tools.hpp"

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

TEST_F(ManagersTest, PoetryLock) {
    FixtureApp app{"poetry-app"};
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (poetry.lock, Poetry 2."));
    EXPECT_EQ(app.run({"python", "main.py"}), "letters 1.17.0\n");
    EXPECT_EQ(app.modules({"six", "iniconfig", "idna", "poetry", "pip"}), "six");
    EXPECT_THAT(app.build(), AllOf(HasSubstr(venv_reused), Not(HasSubstr("ready in"))));
}

TEST_F(ManagersTest, TwoManagers) {
    FixtureApp app{"pylock-app"};
    app.write("requirements.txt", "idna==3.10\n");
    EXPECT_THAT(app.failure(),
                AllOf(HasSubstr("requirements.txt (requirements)"), HasSubstr("pylock.toml (pylock)"),
                      HasSubstr("BP_PYTHON_PACKAGE_MANAGER=")));
    app.set("BP_PYTHON_PACKAGE_MANAGER", "requirements");
    app.write(".venv/pyvenv.cfg", "home = /usr/bin\n");
    EXPECT_THAT(app.build(), HasSubstr("The app contains a virtual environment, .venv/."));
    EXPECT_EQ(app.modules({"six", "idna"}), "idna");
}

/// The rest, which `scripts/test.sh managers` runs as well.
class AllManagersTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_MANAGERS")) GTEST_SKIP() << "scripts/test.sh managers runs it";
    }
};

TEST_F(AllManagersTest, PoetryGroupsAndAnOldLock) {
    FixtureApp app{"poetry-app"};
    app.set("BP_POETRY_INSTALL_ONLY", "main,web");
    app.build();
    EXPECT_EQ(app.modules({"six", "iniconfig", "idna"}), "six idna");
    app.replace("pyproject.toml", "(==1.17.0)", "(==1.16.0)");
    EXPECT_THAT(app.failure(),
                AllOf(HasSubstr("! poetry.lock is out of date."), HasSubstr("!   poetry lock\n")));
    app.replace("pyproject.toml", "(==1.16.0)", "(==1.17.0)");
    app.set("BP_POETRY_INSTALL_ONLY", "nope");
    EXPECT_THAT(app.failure(), HasSubstr("Correct BP_POETRY_INSTALL_ONLY"));
    app.replace("pyproject.toml", ">=2.0\"", "==2.0.1\"");
    EXPECT_THAT(app.failure(), HasSubstr("! The project demands Poetry ==2.0.1"));
}

TEST_F(AllManagersTest, Poetry1) {
    FixtureApp app{"poetry1-app"};
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (poetry.lock, Poetry 1."));
    EXPECT_EQ(app.run({"python", "main.py"}), "1.17.0\n");
    EXPECT_EQ(app.modules({"six", "iniconfig", "poetry"}), "six");
    app.replace("pyproject.toml", "1.17.0", "1.16.0");
    EXPECT_THAT(app.failure(), HasSubstr("! poetry.lock is out of date."));
}

TEST_F(AllManagersTest, PipfileLock) {
    FixtureApp app{"pipenv-app"};
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (Pipfile.lock, Pipenv 20"));
    EXPECT_EQ(app.run({"python", "main.py"}), "1.17.0\n");
    EXPECT_EQ(app.modules({"six", "iniconfig", "pipenv"}), "six");
    EXPECT_THAT(app.build(), HasSubstr(venv_reused));
    app.replace("Pipfile", "1.17.0", "1.16.0");
    EXPECT_THAT(app.failure(),
                AllOf(HasSubstr("! Pipfile.lock is out of date."), HasSubstr("!   pipenv lock\n")));
}

TEST_F(AllManagersTest, PipfileAlone) {
    FixtureApp app{"pipenv-app"};
    app.remove("Pipfile.lock");
    EXPECT_THAT(app.build(), AllOf(HasSubstr("Dependencies (Pipfile, Pipenv 20"),
                                   HasSubstr("There is a Pipfile and no Pipfile.lock.")));
    EXPECT_EQ(app.run({"python", "main.py"}), "1.17.0\n");
    app.replace("Pipfile", "six = \"==1.17.0\"", "six = \"==99\"");
    EXPECT_THAT(app.failure(), HasSubstr("! The dependencies in Pipfile could not be installed."));
}

TEST_F(AllManagersTest, PdmLock) {
    FixtureApp app{"pdm-app"};
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (pdm.lock, PDM 2."));
    EXPECT_EQ(app.run({"python", "main.py"}), "parcels 1.17.0\n");
    EXPECT_EQ(app.modules({"six", "iniconfig", "pdm"}), "six");
    EXPECT_THAT(app.build(), HasSubstr(venv_reused));
    app.replace("pyproject.toml", "six==1.17.0", "six==1.16.0");
    EXPECT_THAT(app.failure(), AllOf(HasSubstr("! pdm.lock is out of date."), HasSubstr("!   pdm lock\n")));
}

}  // namespace
}  // namespace adder::test
