// Apps of each package manager, with locks made by the real tools and packages of the real index: built by
// the real lifecycle, and run from the image.

#include "fixture_app.hpp"
#include "tools.hpp"
#include "wheels.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/format.hpp>

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
    EXPECT_THAT(app.failure(), HasSubstr("! six==1.17.0 is not the file that pylock.toml pins."));
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
    EXPECT_THAT(app.failure(), HasSubstr("! There is no six==99.0."));
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
    EXPECT_THAT(app.failure(), HasSubstr("! There is no six==99."));
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

/// Includes, limits, a variable, a marker, a package of the app's own that is used in place.
class RequirementsManagersTest : public AllManagersTest {
  protected:
    void SetUp() override {
        AllManagersTest::SetUp();
        app_.set("REQUIREMENTS_INDEX", setting("PIP_INDEX_URL").value_or("https://pypi.org/simple"));
    }
    FixtureApp app_{"requirements-app"};
};

TEST_F(RequirementsManagersTest, ByUv) {
    EXPECT_THAT(app_.build(), HasSubstr("Dependencies (requirements.txt, uv "));
    EXPECT_EQ(app_.run({"python", "main.py"}), "good day 3.10 1.17.0\n");
    app_.write("requirements/limits.txt", "idna==3.9\n");
    EXPECT_THAT(app_.build(), HasSubstr("the requirements changed"));
    EXPECT_EQ(app_.run({"python", "main.py"}), "good day 3.9 1.17.0\n");
}

TEST_F(RequirementsManagersTest, ByPipWhenItIsAskedFor) {
    app_.set("BP_PYTHON_INSTALLER", "pip");
    EXPECT_THAT(app_.build(), HasSubstr("Dependencies (requirements.txt, pip 2"));
    EXPECT_EQ(app_.run({"python", "main.py"}), "good day 3.10 1.17.0\n");
    EXPECT_EQ(app_.modules({"six", "pip"}), "six");
    EXPECT_THAT(app_.build(), HasSubstr(venv_reused));
    app_.replace("requirements.txt", "idna\n", "there-is-no-such-package-as-this-one\n");
    EXPECT_THAT(app_.failure(),
                HasSubstr("! There is no package named there-is-no-such-package-as-this-one."));
}

TEST_F(RequirementsManagersTest, ByPipWhenTheyNeedIt) {
    app_.replace("requirements.txt", "idna\n", "idna\n--prefer-binary\n");
    EXPECT_THAT(app_.build(),
                AllOf(HasSubstr("pip and not uv, because requirements.txt has \"--prefer-binary\""),
                      HasSubstr("Dependencies (requirements.txt, pip 2")));
    EXPECT_EQ(app_.run({"python", "main.py"}), "good day 3.10 1.17.0\n");
}

TEST_F(RequirementsManagersTest, FilesOfOtherNamesAndPipsConfiguration) {
    app_.set("BP_PIP_REQUIREMENT", "requirements/base.txt requirements/limits.txt");
    app_.set("PIP_CONFIG_FILE", "pip.conf");
    app_.write("pip.conf", "[global]\nprefer-binary = true\n");
    EXPECT_THAT(app_.build(), AllOf(HasSubstr("Dependencies (requirements/base.txt, pip 2"),
                                    HasSubstr("PIP_PREFER_BINARY is set (or stands in pip.conf)")));
    EXPECT_EQ(app_.modules({"six", "idna", "greet"}), "six idna");
    app_.write("pip.conf", "[install]\ntarget = /elsewhere\n");
    EXPECT_THAT(app_.failure(), HasSubstr("! PIP_TARGET is set."));
}

TEST_F(RequirementsManagersTest, WheelsOfTheAppsOwnAndNoIndex) {
    make_wheel(app_.project().source() / "vendor", "1.0");
    app_.write("requirements.txt", "hello\n");
    app_.write("main.py", "import hello; print(hello.greeting)\n");
    EXPECT_THAT(app_.build(), HasSubstr("Packages come from vendor/ (1), and from no index."));
    EXPECT_EQ(app_.run({"python", "main.py"}), "hello 1.0\n");
    app_.write("requirements.txt", "hello\nsix\n");
    EXPECT_THAT(app_.failure(), HasSubstr("! There is no six in vendor/."));
}

TEST_F(RequirementsManagersTest, ConflictsAreTold) {
    app_.write("requirements.txt", "requests==2.32.3\nurllib3==2.3.0\nidna==2.0\n");
    EXPECT_THAT(app_.failure(), HasSubstr("! The dependencies in requirements.txt contradict each other."));
    EXPECT_THAT(app_.log(), HasSubstr("idna>=2.5,<4"));
}

TEST_F(AllManagersTest, ALockWhosePackagesDoNotFitTogether) {
    FixtureApp app{"pylock-app"};
    const std::string wheel = "wheels/hello-1.0-py3-none-any.whl";
    make_wheel(app.project().source() / "wheels", "1.0", "absent>=2");
    app.write(
        "pylock.toml",
        base::format("lock-version = \"1.0\"\ncreated-by = \"by hand\"\n[[packages]]\nname = \"hello\"\n"
                     "version = \"1.0\"\narchive = {{ path = \"{}\", hashes = {{ sha256 = \"{}\" }} }}\n",
                     wheel, base::sha256_of_file(app.project().source() / wheel).hex()));
    EXPECT_THAT(app.failure(), AllOf(HasSubstr("! Installed packages do not fit together."),
                                     HasSubstr("`hello` requires `absent>=2`")));
}

TEST_F(AllManagersTest, AnotherUvThatTheProjectDemands) {
    FixtureApp app{"pyproject-app"};
    app.replace("pyproject.toml", "[build-system]",
                "[tool.uv]\nrequired-version = \"<0.13.9\"\n\n[build-system]");
    EXPECT_THAT(app.build(), AllOf(HasSubstr("Dependencies (pyproject.toml, uv <0.13.9)"),
                                   HasSubstr("is the newest that satisfies <0.13.9")));
    EXPECT_EQ(app.run({"python", "main.py"}), "notes 1.17.0\n");
    app.replace("pyproject.toml", "<0.13.9", "<0.0.1");
    EXPECT_THAT(app.failure(), HasSubstr("! The project demands uv <0.0.1"));
}

TEST_F(AllManagersTest, AProjectBelowTheAppsDirectory) {
    FixtureApp app{"uv-app"};
    app.write("packages/greeting/main.py",
              "import greeting, os; print(greeting.text, os.path.basename(os.getcwd()))\n");
    app.set("BP_PYTHON_PROJECT_DIR", "packages/greeting");
    EXPECT_THAT(app.build(), HasSubstr("Dependencies (../../uv.lock, uv "));
    EXPECT_EQ(app.modules({"greeting", "shop", "six"}), "greeting");
    EXPECT_THAT(app.project().rootfs().run_process({}).output, HasSubstr("welcome greeting"));
    app.set("BP_PYTHON_PROJECT_DIR", "packages/absent");
    EXPECT_THAT(app.project().build().output, HasSubstr("BP_PYTHON_PROJECT_DIR is 'packages/absent'"));
}

/// A compiled part of a package that is used in place is missing in the next build's copy of the app.
TEST_F(AllManagersTest, WhatInstallingLeavesInTheAppIsMadeAgain) {
    FixtureApp app{"pyproject-app"};
    app.write("setup.py",
              "import pathlib, setuptools\npathlib.Path('src/notes/made.py').write_text('made = "
              "1')\nsetuptools.setup()\n");
    app.build();
    EXPECT_EQ(app.run({"python", "-c", "import notes.made as m; print(m.made)"}), "1\n");
    EXPECT_THAT(app.build(), HasSubstr("installing them also made src/notes/made.py in the app's directory"));
    EXPECT_EQ(app.run({"python", "-c", "import notes.made as m; print(m.made)"}), "1\n");
}

}  // namespace
}  // namespace adder::test
