// Images that are there to run an app's tests: what is for development is installed, and the default process
// runs them.

#include "fixture_app.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* passing =
    "import unittest\n\nclass T(unittest.TestCase):\n    def test_one(self):\n        import six, "
    "iniconfig\n";

constexpr const char* passing_without_packages =
    "import unittest\n\nclass T(unittest.TestCase):\n    def test_one(self):\n        pass\n";

TEST(TestEnvironmentTest, ByRequirements) {
    FixtureApp app{"no-dependencies"};
    app.write("requirements.txt", "six==1.17.0\n");
    app.write("requirements-test.txt", "-r requirements.txt\npytest==9.1.0\niniconfig==2.3.0\n");
    app.write("tests/test_one.py", "def test_one():\n    import six, iniconfig\n");
    EXPECT_THAT(app.build(), AllOf(HasSubstr("web  python main.py"), Not(HasSubstr("test  "))));
    EXPECT_EQ(app.modules({"pytest", "six"}), "six");
    app.set("CNB_EXEC_ENV", "test");
    EXPECT_THAT(app.build(), HasSubstr("test  pytest  (pytest is installed)"));
    const Outcome passed = app.project().rootfs().run_process({});
    EXPECT_THAT(passed.output, HasSubstr("1 passed"));
    EXPECT_EQ(passed.code, 0);
    app.write("tests/test_one.py", "def test_one():\n    assert False\n");
    EXPECT_THAT(app.build(), HasSubstr("unchanged: reused from the previous image"));
    const Outcome failed = app.project().rootfs().run_process({});
    EXPECT_THAT(failed.output, HasSubstr("1 failed"));
    EXPECT_EQ(failed.code, 1);
}

/// The package that `scripts/package.sh --api 0.12` makes: the platform itself says what the image is for.
TEST(TestEnvironmentTest, OfAPlatformOfTheBuildpackApiThatHasIt) {
    const base::TempDir directory;
    const std::filesystem::path buildpack = directory.path() / "buildpack";
    std::filesystem::copy(required_path("ADDER_E2E_BUILDPACK"), buildpack,
                          std::filesystem::copy_options::recursive);
    std::string descriptor = base::read_file(buildpack / "buildpack.toml");
    constexpr std::string_view usual = "api = \"0.10\"";
    ASSERT_TRUE(descriptor.starts_with(usual));
    base::write_file(buildpack / "buildpack.toml", descriptor.replace(0, usual.size(), "api = \"0.12\""));

    FixtureApp app{"no-dependencies"};
    app.write("tests/test_one.py", passing_without_packages);
    app.project().setup().order = {{{buildpack}}};
    app.project().setup().api = "0.15";
    EXPECT_THAT(app.build(), Not(HasSubstr("test  ")));
    app.project().setup().execution_environment = "test";
    EXPECT_THAT(app.build(), HasSubstr("test  python -m unittest discover"));
    EXPECT_THAT(app.project().rootfs().run_process({}).output, HasSubstr("OK"));
}

/// An app, by each manager that has groups or the like for development.
class TestEnvironmentManagersTest : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_MANAGERS")) GTEST_SKIP() << "scripts/test.sh managers runs it";
    }
};

TEST_P(TestEnvironmentManagersTest, WhatIsForDevelopmentIsThere) {
    FixtureApp app{GetParam()};
    app.write("tests/test_one.py", passing);
    app.set("CNB_EXEC_ENV", "test");
    EXPECT_THAT(app.build(),
                HasSubstr("test  python -m unittest discover --start-directory tests  (tests/ found)"));
    const Outcome passed = app.project().rootfs().run_process({});
    EXPECT_THAT(passed.output, HasSubstr("OK")) << passed.output;
    EXPECT_EQ(passed.code, 0);
}

INSTANTIATE_TEST_SUITE_P(Apps, TestEnvironmentManagersTest,
                         testing::Values("uv-app", "pyproject-app", "poetry-app", "poetry1-app", "pipenv-app",
                                         "pdm-app"),
                         [](const auto& tested) {
                             std::string name = tested.param;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace adder::test
