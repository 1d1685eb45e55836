// Which Python an app gets: by what it says, by what it was built with before, and why it gets none.

#include "python_project.hpp"
#include "runtimes.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using base::format;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const char* const says_its_version = "import sys; print('%d.%d' % sys.version_info[:2])\n";

class VersionsTest : public testing::Test {
  protected:
    std::string build() {
        const Outcome outcome = project_.build();
        EXPECT_EQ(outcome.code, 0) << outcome.output;
        return outcome.output;
    }
    std::string failure() {
        const Outcome outcome = project_.build();
        EXPECT_EQ(outcome.code, lifecycle_code::buildpack_failed) << outcome.output;
        EXPECT_THAT(outcome.output, Not(HasSubstr("unpacked in"))) << "it can be told before";
        return outcome.output;
    }
    /// The series that the image's Python is of.
    std::string series() const {
        const std::string output = project_.rootfs().run({"python", "main.py"});
        return std::string{base::trim(output)};
    }
    void requires_python(const std::string& specifiers) {
        project_.write(
            "pyproject.toml",
            format("[project]\nname = \"x\"\nversion = \"1\"\nrequires-python = \"{}\"\n", specifiers));
    }

    const std::string oldest_ = oldest_runtime().series;
    const std::string newest_ = newest_runtime().series;
    PythonProject project_{{{"main.py", says_its_version}, {"requirements.txt", "six==1.17.0\n"}}};
};

TEST_F(VersionsTest, RequiresPythonDecidesBesideRequirementsTxt) {
    const std::string range = format(">={},<{}", oldest_, newest_);
    requires_python(range);
    EXPECT_THAT(build(), HasSubstr(format("{} from requires-python in pyproject.toml → {}", range,
                                          oldest_runtime().version)));
    EXPECT_EQ(series(), oldest_);

    // It stays where it is while that is allowed, and moves when it is not.
    requires_python(">=" + oldest_);
    EXPECT_THAT(build(), HasSubstr("Reused from the previous image"));
    requires_python(">" + oldest_runtime().version);
    build();
    EXPECT_EQ(series(), newest_);
}

TEST_F(VersionsTest, AVersionFileAsEditorsOnOtherSystemsWriteIt) {
    project_.write(
        ".python-version",
        format("\xef\xbb\xbf# what production runs on\r\n\r\ncpython-{}  # not newer\r\n", oldest_));
    requires_python(">=" + oldest_);
    EXPECT_THAT(build(),
                HasSubstr(format("{} from .python-version → {}", oldest_, oldest_runtime().version)));
    EXPECT_EQ(series(), oldest_);
}

TEST_F(VersionsTest, TheVariableTakesSpecifiers) {
    project_.set("BP_PYTHON_VERSION", format("~={}.0", oldest_));
    EXPECT_THAT(build(), HasSubstr(format("~={}.0 from BP_PYTHON_VERSION → ", oldest_)));
    EXPECT_EQ(series(), oldest_);
}

TEST_F(VersionsTest, RuntimeTxtWorksWithAWarning) {
    project_.write("runtime.txt", "python-" + oldest_runtime().version + "\n");
    EXPECT_THAT(build(), AllOf(HasSubstr("runtime.txt is an old way to name the Python version."),
                               HasSubstr(format("echo {} > .python-version", oldest_runtime().version))));
    EXPECT_EQ(series(), oldest_);
}

TEST_F(VersionsTest, AContradictionNamesBothFiles) {
    project_.write(".python-version", oldest_ + "\n");
    requires_python(">=" + newest_);
    EXPECT_THAT(
        failure(),
        AllOf(HasSubstr("! .python-version and requires-python in pyproject.toml contradict each other."),
              HasSubstr(format("! .python-version asks for {};", oldest_)),
              HasSubstr(format("! requires-python in pyproject.toml allows >={}.", newest_))));
}

TEST_F(VersionsTest, AMisspeltFileIsAnError) {
    project_.write(".python_version", oldest_ + "\n");
    EXPECT_THAT(failure(),
                AllOf(HasSubstr("! '.python_version' is not read: the file is called .python-version."),
                      HasSubstr("mv '.python_version' .python-version")));
    fs::rename(project_.source() / ".python_version", project_.source() / ".python-version");
    build();
    EXPECT_EQ(series(), oldest_);
}

TEST_F(VersionsTest, ABrokenPyprojectIsAnErrorWithItsLine) {
    project_.write("pyproject.toml", "[project]\nname = \"x\"\nrequires-python = >=3.12\n");
    EXPECT_THAT(failure(),
                AllOf(HasSubstr("! pyproject.toml is not valid TOML."), HasSubstr("3 | requires-python")));
    requires_python("^3.12");
    EXPECT_THAT(failure(),
                HasSubstr("! '^3.12' is not what requires-python in pyproject.toml can be, line 4."));
}

TEST_F(VersionsTest, AnUpperBoundThatOnlyOldPythonsMeet) {
    requires_python(">=3.6,<3.9");
    EXPECT_THAT(
        failure(),
        AllOf(HasSubstr("! Every Python that requires-python in pyproject.toml allows has reached its end"),
              HasSubstr("Change requires-python in pyproject.toml so that it allows")));
}

/// A buildpack that can be released again.
class ReleasedBuildpack {
  public:
    ReleasedBuildpack() {
        fs::copy(required_path("ADDER_E2E_BUILDPACK"), directory_.path(), fs::copy_options::recursive);
    }
    const fs::path& path() const { return directory_.path(); }

    void change(const std::string& from, const std::string& to) const {
        const fs::path file = path() / "buildpack.toml";
        std::string text = base::read_file(file);
        const std::size_t at = text.find(from);
        ASSERT_NE(at, text.npos) << from;
        base::write_file(file, text.replace(at, from.size(), to));
    }

  private:
    WorkDirectory directory_;
};

TEST_F(VersionsTest, AnAppThatNamesNoVersionStaysOnItsSeriesUntilThatEnds) {
    const ReleasedBuildpack buildpack;
    project_.setup().order = {{{buildpack.path()}}};
    buildpack.change("default-version = \"3.14\"", format("default-version = \"{}\"", oldest_));
    EXPECT_THAT(build(), HasSubstr(format("{} from the default → ", oldest_)));

    buildpack.change(format("default-version = \"{}\"", oldest_),
                     format("default-version = \"{}\"", newest_));
    EXPECT_THAT(build(), AllOf(HasSubstr(format("{} from the previous build → ", oldest_)),
                               HasSubstr(format("stays on {}; the default is {} by now", oldest_, newest_)),
                               HasSubstr("Reused from the previous image")));
    EXPECT_EQ(series(), oldest_);

    buildpack.change("end-of-life = \"2027-10-31\"", "end-of-life = \"2024-10-31\"");  // of 3.11
    EXPECT_THAT(build(),
                AllOf(HasSubstr(format("! Python {}, which this app was built with, reached its end of life "
                                       "on 2024-10-31.",
                                       oldest_)),
                      HasSubstr(format("{} from the default → ", newest_))));
    EXPECT_EQ(series(), newest_);
}

}  // namespace
}  // namespace adder::test
