#include <adder/base/files.hpp>
#include <adder/python/project.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(IncludedFilesTest, EverySpellingOfAnInclude) {
    EXPECT_THAT(included_files("flask\n"
                               "-r a.txt\n"
                               "-rb.txt\n"
                               "--requirement c.txt\n"
                               "--requirement=d.txt\r\n"
                               "-c e.txt   # why\n"
                               "--constraint f.txt\n"
                               "# -r no.txt\n"
                               "-r \\\n  g.txt\n"
                               "--requirements-like no.txt\n"
                               "requests -r.txt\n"),
                ElementsAre("a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "g.txt"));
}

class ProjectTest : public testing::Test {
  protected:
    void file(const std::string& name, std::string_view text = "") {
        base::make_directories((directory_.path() / name).parent_path());
        base::write_file(directory_.path() / name, text);
    }
    Project project() const { return identify(App::scan(directory_.path())); }
    std::string error() const {
        return test::shown_error([this] { project(); });
    }
    base::TempDir directory_;
};

TEST_F(ProjectTest, FollowsIncludesRelativeToTheIncludingFile) {
    file("requirements.txt", "-r requirements/base.txt\n");
    file("requirements/base.txt", "-r more.txt\n-c ../limits.txt\nflask\n");
    file("requirements/more.txt", "-r base.txt\n");  // a circle is read once
    file("limits.txt");
    std::vector<std::string> names;
    for (const RequirementsFile& included : project().requirements) names.push_back(included.name);
    EXPECT_THAT(names, ElementsAre("requirements.txt", "requirements/base.txt", "requirements/more.txt",
                                   "limits.txt"));
}

TEST_F(ProjectTest, TheFingerprintFollowsEveryFile) {
    file("requirements.txt", "-r more.txt\n");
    file("more.txt", "flask==3.1.0\n");
    const base::Sha256Digest before = project().fingerprint();
    EXPECT_EQ(project().fingerprint(), before);
    file("more.txt", "flask==3.1.1\n");
    EXPECT_NE(project().fingerprint(), before);
}

TEST_F(ProjectTest, IsLockedWhenEverythingHasAHash) {
    file("requirements.txt",
         "# made by a tool\n--index-url https://x\na==1 \\\n  --hash=sha256:00\nb==2 --hash=sha256:00\n");
    EXPECT_TRUE(project().is_locked());
    file("requirements.txt", "a==1 --hash=sha256:00\nb==2\n");
    EXPECT_FALSE(project().is_locked());
}

TEST_F(ProjectTest, AnAppWithoutDependenciesIsAnApp) {
    file("main.py");
    EXPECT_FALSE(project().has_dependencies());
}

TEST_F(ProjectTest, AMissingIncludeIsNamedWithWhoIncludesIt) {
    file("requirements.txt", "-r missing.txt\n");
    EXPECT_THAT(error(), testing::AllOf(HasSubstr("'missing.txt' does not exist"),
                                        HasSubstr("requirements.txt includes it")));
}

TEST_F(ProjectTest, TextThatIsNotUtf8IsNamed) {
    file("requirements.txt",
         "\xff\xfe"
         "f\0l\0");
    EXPECT_THAT(error(), HasSubstr("requirements.txt is not UTF-8 text."));
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
