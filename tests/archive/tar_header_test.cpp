#include "archive/tar_header.hpp"

#include "archives.hpp"

#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::archive {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Named {
    const char* name;
    std::string path;
    bool needs_pax;
};

class TarHeaderTest : public testing::TestWithParam<Named> {};

/// What GNU tar reads back: an implementation that is not ours.
std::string listed(const std::string& header) {
    const base::TempDir dir;
    base::write_file(dir.path() / "a.tar", header + std::string(1024, '\0'));
    const base::Captured result = base::run_and_capture(
        {.program = "tar",
         .args = {"tvf", (dir.path() / "a.tar").native(), "--full-time", "--utc", "--quoting-style=literal"},
         .env = {},
         .working_directory = {}});
    EXPECT_TRUE(result.status.ok()) << result.output;
    return result.output;
}

TEST_P(TarHeaderTest, IsReadByGnuTar) {
    const std::string header =
        tar_header({.path = GetParam().path, .mode = 0755, .mtime = 60, .link_target = ""});
    EXPECT_EQ(header.size() % tar_block_size, 0u);
    EXPECT_EQ(header.size() > tar_block_size, GetParam().needs_pax);
    EXPECT_EQ(listed(header), "-rwxr-xr-x 0/0               0 1970-01-01 00:01:00 " + GetParam().path + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    All, TarHeaderTest,
    testing::Values(Named{"short", "a/b", false}, Named{"name_field_full", std::string(100, 'a'), false},
                    Named{"long_name", std::string(101, 'a'), true},
                    Named{"divided", std::string(100, 'd') + '/' + std::string(100, 'a'), false},
                    Named{"both_fields_full", std::string(155, 'd') + '/' + std::string(100, 'a'), false},
                    Named{"prefix_too_long", std::string(156, 'd') + '/' + std::string(100, 'a'), true},
                    Named{"very_long", std::string(200, 'd') + '/' + std::string(200, 'a'), true},
                    Named{"length_of_three_digits", std::string(101 - 13, 'd') + '/' + std::string(101, 'a'),
                          true}),
    [](const auto& param) { return param.param.name; });

TEST(TarHeaderTest, LinksAndDirectories) {
    const std::string target(150, 't');
    EXPECT_THAT(listed(tar_header(
                    {.path = "l", .type = TarEntry::Type::symlink, .mode = 0777, .link_target = target})),
                HasSubstr("l -> " + target + "\n"));
    EXPECT_THAT(listed(tar_header(
                    {.path = "d/", .type = TarEntry::Type::directory, .mode = 0755, .link_target = ""})),
                HasSubstr("drwxr-xr-x"));
}

TEST(TarHeaderTest, SizesBeyondEightGibibytes) {
    const std::string header = tar_header({.path = "large", .size = 8ull << 30, .link_target = ""});
    EXPECT_THAT(header, HasSubstr("19 size=8589934592\n"));
    EXPECT_THAT(tar_header({.path = "large", .size = (8ull << 30) - 1, .link_target = ""}),
                Not(HasSubstr("size=")));
}

}  // namespace
}  // namespace adder::archive
