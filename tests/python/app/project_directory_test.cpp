#include "python/app/project_directory.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::HasSubstr;

TEST(ProjectDirectoryTest, IsTheAppsUnlessOneBelowIsNamed) {
    const base::TempDir app;
    base::make_directories(app.path() / "services/api");
    EXPECT_EQ(project_directory(app.path(), {}), app.path());
    for (const char* name : {"services/api", "services/api/", "./services//api", "services/x/../api"}) {
        EXPECT_EQ(project_directory(app.path(), {{"BP_PYTHON_PROJECT_DIR", name}}),
                  app.path() / "services/api")
            << name;
    }
    EXPECT_EQ(project_directory(app.path(), {{"BP_PYTHON_PROJECT_DIR", "."}}), app.path());
    const auto error = [&](const char* name) {
        return test::shown_error([&] { project_directory(app.path(), {{"BP_PYTHON_PROJECT_DIR", name}}); });
    };
    EXPECT_THAT(error("services/web"), HasSubstr("the app has no such directory"));
    for (const char* name : {"/etc", "..", "services/../../x"})
        EXPECT_THAT(error(name), HasSubstr("not a path below")) << name;
    std::filesystem::create_symlink("services/api", app.path() / "api");
    std::filesystem::create_symlink("/etc", app.path() / "out");
    EXPECT_EQ(project_directory(app.path(), {{"BP_PYTHON_PROJECT_DIR", "api"}}), app.path() / "api");
    EXPECT_THAT(error("out"), HasSubstr("a link to a place outside of the app"));
}

}  // namespace
}  // namespace adder::python
