#include <adder/base/beneath.hpp>
#include <adder/base/error.hpp>

#include <cerrno>
#include <ostream>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::base {
namespace {

namespace fs = std::filesystem;

using Open = UniqueFd (*)(const fs::path&, const fs::path&);

struct Way {
    const char* name;
    Open open;
};
std::ostream& operator<<(std::ostream& stream, const Way& way) { return stream << way.name; }

class BeneathTest : public testing::TestWithParam<Way> {
  protected:
    void SetUp() override {
        write_file(parent_.path() / "secret", "password");
        make_directories(root_ / "below");
        write_file(root_ / "below/file", "text");
    }
    void link(const fs::path& to, const std::string& name) const { fs::create_symlink(to, root_ / name); }

    std::string read(const fs::path& name) const {
        try {
            return read_open_file(GetParam().open(root_, name).get(), name, 100);
        } catch (const OutsideOfDirectory&) {
            return "outside";
        } catch (const NotAFile& error) {
            return error.kind();
        } catch (const SystemError& error) {
            return error.code() == ELOOP ? "loop" : error.code() == ENOENT ? "missing" : error.message();
        }
    }

    TempDir parent_;
    fs::path root_ = parent_.path() / "app";
};

TEST_P(BeneathTest, ReadsWhatIsThere) {
    EXPECT_EQ(read("below/file"), "text");
    EXPECT_EQ(read("below/../below/./file"), "text");
    EXPECT_EQ(read(root_ / "below/file"), "text");
    EXPECT_EQ(read("nothing"), "missing");
    EXPECT_EQ(read("below"), "a directory");
}

TEST_P(BeneathTest, LinksLeadToWhateverIsBelow) {
    link("below/file", "relative");
    link(root_ / "below/file", "absolute");
    link("below", "directory");
    link("../below/file", "below/up");
    for (const char* name : {"relative", "absolute", "directory/file", "below/up"})
        EXPECT_EQ(read(name), "text") << name;
}

TEST_P(BeneathTest, NothingLeadsOut) {
    link("../secret", "relative");
    link(parent_.path() / "secret", "absolute");
    link("..", "directory");
    link("relative", "twice");
    link("/nowhere/at/all", "dangling");
    link("/proc/self/fd/1", "output");
    for (const char* name : {"relative", "absolute", "directory/secret", "twice", "dangling", "output",
                             "../secret", "below/../../secret", "/etc/hostname", "/dev/zero"}) {
        EXPECT_EQ(read(name), "outside") << name;
    }
}

TEST_P(BeneathTest, WhatIsNoFileIsNotWaitedFor) {
    ASSERT_EQ(::mkfifo((root_ / "pipe").c_str(), 0600), 0);
    link("pipe", "to_pipe");
    link("loop", "loop");
    EXPECT_EQ(read("pipe"), "a named pipe");
    EXPECT_EQ(read("to_pipe"), "a named pipe");
    EXPECT_EQ(read("loop"), "loop");
}

INSTANTIATE_TEST_SUITE_P(Ways, BeneathTest,
                         testing::Values(Way{"by_the_kernel", open_file_beneath},
                                         Way{"by_real_path", open_file_beneath_by_real_path}),
                         [](const auto& way) { return way.param.name; });

TEST(ReadFileBeneathTest, AMissingFileIsNothing) {
    const TempDir directory;
    EXPECT_EQ(read_file_beneath(directory.path(), "nothing"), std::nullopt);
    EXPECT_EQ(read_file_beneath(directory.path() / "nowhere", "nothing"), std::nullopt);
    write_file(directory.path() / "file", "12345");
    EXPECT_EQ(read_file_beneath(directory.path(), "file", 5), "12345");
    EXPECT_EQ(read_file_beneath(directory.path(), "file/below"), std::nullopt);
    EXPECT_THROW(read_file_beneath(directory.path(), "file", 4), TooLarge);
}

TEST(LeadsBeneathTest, GoesByWhereLinksLead) {
    const TempDir directory;
    make_directories(directory.path() / "app/below");
    make_directories(directory.path() / "app2");
    fs::create_symlink("..", directory.path() / "app/up");
    fs::create_symlink("below", directory.path() / "app/link");
    const fs::path app = directory.path() / "app";
    for (const char* name : {".", "below", "link", "up/app"})
        EXPECT_TRUE(leads_beneath(app, app / name)) << name;
    for (const char* name : {"..", "up", "../app2", "nothing"})
        EXPECT_FALSE(leads_beneath(app, app / name)) << name;
}

}  // namespace
}  // namespace adder::base
