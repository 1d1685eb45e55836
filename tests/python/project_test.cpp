#include "app_directory.hpp"

#include <adder/python/project.hpp>

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::HasSubstr;

class ProjectTest : public AppDirectoryTest {};

TEST_F(ProjectTest, TheFingerprintFollowsEveryFile) {
    file("requirements.txt", "-r more.txt\n");
    file("more.txt", "flask==3.1.0\n");
    const base::Sha256Digest before = project().fingerprint();
    EXPECT_EQ(project().fingerprint(), before);
    file("more.txt", "flask==3.1.1\n");
    EXPECT_NE(project().fingerprint(), before);
}

TEST_F(ProjectTest, AnAppWithoutDependenciesIsAnApp) {
    file("main.py");
    EXPECT_FALSE(project().has_dependencies());
}

TEST_F(ProjectTest, OtherManagersAreRefusedByName) {
    file("poetry.lock");
    file("pyproject.toml");
    EXPECT_THAT(error(), testing::AllOf(HasSubstr("poetry.lock cannot be installed from yet"),
                                        HasSubstr("poetry export")));
    file("requirements.txt", "flask\n");
    EXPECT_EQ(error(), "no error");
}

}  // namespace
}  // namespace adder::python
