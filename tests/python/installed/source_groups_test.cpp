#include "python/installed/source_groups.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using Files = std::vector<std::string>;

class SourceGroupsTest : public testing::Test {
  protected:
    void write(const std::string& file, std::string_view text = "") const {
        base::make_directories((site() / file).parent_path());
        base::write_file(site() / file, text);
    }
    std::vector<Files> groups() const {
        std::vector<Files> result;
        for (const SourceGroup& group : source_groups(site())) result.push_back(group.files);
        return result;
    }
    const fs::path& site() const { return directory_.path(); }

    base::TempDir directory_;
};

TEST_F(SourceGroupsTest, FollowTheDistributionsThatNameThem) {
    write("google/a/x.py");
    write("google/b/y.py");
    write("a-1.dist-info/RECORD", "google/a/x.py,sha256=x,0\nmissing.py,,\n/etc/passwd.py,,\n../up.py,,\n");
    write("b-1.dist-info/RECORD", "google/b/y.py,sha256=x,0\ngoogle/a/x.py,,\n");
    EXPECT_THAT(groups(), ElementsAre(Files{"google/a/x.py"}, Files{"google/b/y.py"}));
}

TEST_F(SourceGroupsTest, ThoseOfNoDistributionFollowTheirPackage) {
    write("one/x.py");
    write("two/y.py");
    write("three.py");
    write("a-1.dist-info/METADATA");
    EXPECT_THAT(groups(), ElementsAre(Files{"one/x.py"}, Files{"three.py"}, Files{"two/y.py"}));
}

TEST_F(SourceGroupsTest, LeaveOutTestsAndWhatIsNoSource) {
    for (const char* file : {"p/tests/t.py", "p/__pycache__/c.py", "p/data.txt", "p/a.py"}) write(file);
    fs::create_directory_symlink("p", site() / "link");
    fs::create_symlink("nowhere", site() / "p/dangling.py");
    EXPECT_THAT(groups(), ElementsAre(Files{"p/a.py"}));
}

TEST_F(SourceGroupsTest, TheDigestFollowsNamesAndContents) {
    const auto digest = [&] { return source_groups(site()).front().digest; };
    write("p/a.py", "x = 1\n");
    const auto before = digest();
    EXPECT_EQ(digest(), before);
    write("p/a.py", "x = 2\n");
    EXPECT_NE(digest(), before);
    write("p/a.py", "x = 1\n");
    EXPECT_EQ(digest(), before);
    fs::rename(site() / "p/a.py", site() / "p/b.py");
    EXPECT_NE(digest(), before);
}

}  // namespace
}  // namespace adder::python
