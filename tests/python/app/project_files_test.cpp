#include "python/app/project_files.hpp"

#include "../app_directory.hpp"

#include <gmock/gmock.h>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ProjectFilesTest : public AppDirectoryTest {};

TEST_F(ProjectFilesTest, AreReadForTheBuildOnly) {
    file("pyproject.toml", "[project]");
    file("uv.lock", std::string(base::max_text_file_size + 1, '#'));
    file("Pipfile", "[packages]");
    file("Pipfile.lock", "{}");
    EXPECT_FALSE(App::scan(directory_.path()).pyproject);
    const App read = app();
    ASSERT_TRUE(read.pyproject);
    EXPECT_TRUE(read.pyproject->contains("project"));
    EXPECT_EQ(read.uv_lock.value_or("").size(), base::max_text_file_size + 1) << "locks are long";
    EXPECT_EQ(read.pipfile, "[packages]");
    EXPECT_EQ(read.pipfile_lock, "{}");
}

TEST_F(ProjectFilesTest, APyprojectThatIsNoneIsToldWithItsLine) {
    file("pyproject.toml", "[project]\nname =\n");
    EXPECT_THAT(error(), AllOf(HasSubstr("pyproject.toml is not valid TOML."), HasSubstr("2 |")));
    file("pyproject.toml", "name = \"\xff\"\n");
    EXPECT_THAT(error(), HasSubstr("pyproject.toml is not UTF-8"));
}

}  // namespace
}  // namespace adder::python
