// Apps as people write them: built by the real lifecycle, started by the real launcher, asked over HTTP.

#include "python_project.hpp"
#include "runtimes.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct ExampleCase {
    const char* name;
    const char* example;
    Destination destination;
    bool newest;          ///< which of the known runtimes
    const char* process;  ///< how the log says it starts
};

class ExampleTest : public testing::TestWithParam<ExampleCase> {};

TEST_P(ExampleTest, IsBuiltStartedAndAnswers) {
    const KnownRuntime runtime = GetParam().newest ? newest_runtime() : oldest_runtime();
    PythonProject project{GetParam().example, GetParam().destination};
    project.write(".python-version", runtime.series + "\n");

    const Outcome build = project.build();
    ASSERT_EQ(build.code, 0) << build.output;
    EXPECT_THAT(build.output, AllOf(HasSubstr(runtime.series + " from .python-version → " + runtime.version),
                                    HasSubstr("packages installed in"), HasSubstr(GetParam().process)));

    const Rootfs rootfs = project.rootfs();
    RunningApp app{rootfs};
    EXPECT_THAT(app.get("/"), HasSubstr(runtime.version)) << app.output();
    app.stop();
}

INSTANTIATE_TEST_SUITE_P(Examples, ExampleTest,
                         testing::Values(ExampleCase{"flask", "flask-app", Destination::layout, true,
                                                     "(Flask application app in app.py)"},
                                         ExampleCase{"django", "django-app", Destination::registry, true,
                                                     "(from the Procfile)"},
                                         ExampleCase{"fastapi", "fastapi-app", Destination::registry, true,
                                                     "(FastAPI application app in main.py)"},
                                         ExampleCase{"flask_on_the_oldest", "flask-app", Destination::layout,
                                                     false, "(Flask application app in app.py)"}),
                         [](const auto& test) { return test.param.name; });

TEST(AppTest, TheRunningAppSeesItsPython) {
    PythonProject project{{{"main.py", "print('hello')\n"}, {"requirements.txt", "six==1.17.0\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().series);
    const Outcome build = project.build();
    ASSERT_EQ(build.code, 0) << build.output;

    const Rootfs rootfs = project.rootfs();
    EXPECT_EQ(rootfs.run({"python", "main.py"}), "hello\n");
    EXPECT_THAT(
        rootfs.run(
            {"python", "-c",
             "import os, six, sys; print(sys.prefix, os.environ['VIRTUAL_ENV'], sys.flags.no_user_site, "
             "os.environ['LANG'], os.environ['PYTHONUNBUFFERED'], six.__file__)"}),
        AllOf(HasSubstr("adder_python/venv "), HasSubstr("C.UTF-8 1"), HasSubstr("site-packages/six.py")));
    // Neither the installer nor what it needed is in the image.
    EXPECT_THROW(rootfs.run({"uv", "--version"}), base::Error);
}

TEST(AppTest, WithoutDependenciesPythonAloneIsInstalled) {
    PythonProject project{{{"app.py", "import sys; print(sys.version)\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().version);
    const Outcome build = project.build();
    ASSERT_EQ(build.code, 0) << build.output;
    EXPECT_THAT(build.output, AllOf(HasSubstr("web  python app.py"), Not(HasSubstr("Dependencies"))));
    EXPECT_THAT(project.rootfs().run({"python", "app.py"}), HasSubstr(newest_runtime().version));
}

/// The newest runtime of these tests is one that `runtime-archive build` made.
TEST(AppTest, ABuiltPythonHasTheDatabasesThatHerokusHave) {
    PythonProject project{{{"app.py",
                            "import dbm.gnu, dbm.ndbm\n"
                            "for module in dbm.gnu, dbm.ndbm:\n"
                            "    with module.open('/tmp/' + module.__name__, 'n') as file:\n"
                            "        file[b'answer'] = b'42'\n"
                            "        print(module.__name__, file[b'answer'].decode())\n"}}};
    project.set("BP_PYTHON_VERSION", newest_runtime().version);
    const Outcome build = project.build();
    ASSERT_EQ(build.code, 0) << build.output;
    EXPECT_EQ(project.rootfs().run({"python", "app.py"}), "dbm.gnu 42\ndbm.ndbm 42\n");
}

TEST(AppTest, AnAppThatIsNotPythonIsNotForUs) {
    PythonProject project{{{"index.js", "console.log(1)\n"}}};
    const Outcome build = project.build();
    EXPECT_EQ(build.code, lifecycle_code::no_buildpack_detected) << build.output;
    EXPECT_THAT(build.output, HasSubstr("fail: adder/python@0.1.0"));
}

}  // namespace
}  // namespace adder::test
