#include "archive/pack.hpp"

#include "archive/errors.hpp"
#include "archive/unpack.hpp"
#include "archives.hpp"

#include <adder/base/error.hpp>
#include <adder/base/process.hpp>

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::archive {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const PackOptions quick{.level = 3, .window_log = 20};

std::string pack(const fs::path& directory, const PackOptions& options = quick) {
    base::StringSink sink{std::size_t{1} << 30};
    pack_tree(directory, sink, options);
    return sink.text();
}

class PackTest : public testing::Test {
  protected:
    struct File {
        std::string path;
        std::string text;
    };

    /// The same tree each time; files are made in the order given, with the umask given.
    fs::path make_tree(const std::string& name, bool reversed = false, mode_t mask = 022) {
        const fs::path root = dir_.path() / name;
        std::vector<File> files{{"bin/tool", "#!/bin/sh\n"},
                                {"lib/a.py", test::noise(100'000)},
                                {"lib.txt", "between lib and lib/"},
                                {"lib/ü.py", ""},
                                {"lib/" + std::string(180, 'd') + "/" + std::string(120, 'f'), "long"}};
        if (reversed) std::ranges::reverse(files);
        const mode_t before = ::umask(mask);
        for (const auto& [path, text] : files) {
            base::make_directories((root / path).parent_path());
            base::write_file(root / path, text);
        }
        base::make_directories(root / "empty");
        fs::permissions(root / "bin/tool", fs::perms::owner_exec, fs::perm_options::add);
        fs::create_symlink("tool", root / "bin/link");
        ::umask(before);
        return root;
    }

    fs::path path() const { return dir_.path(); }

  private:
    base::TempDir dir_;
};

TEST_F(PackTest, UnpackingGivesTheSameTree) {
    const fs::path from = make_tree("from");
    const fs::path to = path() / "to";
    base::make_directories(to);
    TreeUnpacker unpacker{to, {.format = Format::tar_zst}};
    const PackTotals totals = pack_tree(from, unpacker, quick);
    auto expected = test::tree_of(from);
    expected["bin/tool"].replace(0, 3, "755");
    EXPECT_EQ(test::tree_of(to), expected);
    EXPECT_EQ(totals.entries, expected.size());
    EXPECT_EQ(unpacker.totals().entries, expected.size());
}

TEST_F(PackTest, OnlyContentsCount) {
    const fs::path one = make_tree("one");
    const fs::path two = make_tree("two", true, 077);
    for (const auto& entry : fs::recursive_directory_iterator{two}) {
        if (!entry.is_symlink()) fs::last_write_time(entry, fs::file_time_type{} + std::chrono::hours{99});
    }
    EXPECT_TRUE(pack(one) == pack(two));

    fs::remove(two / "lib.txt");
    fs::create_hard_link(two / "lib/a.py", two / "hard");
    fs::copy_file(one / "lib/a.py", one / "hard");
    fs::remove(one / "lib.txt");
    EXPECT_TRUE(pack(one) == pack(two)) << "hard links are files like any other";

    base::write_file(two / "lib/ü.py", "x");
    EXPECT_FALSE(pack(one) == pack(two));
}

TEST_F(PackTest, ThreadsMakeNoDifference) {
    const fs::path tree = make_tree("tree");
    base::write_file(tree / "large", test::noise(9 << 20));
    PackOptions many = quick;
    many.threads = 4;
    EXPECT_TRUE(pack(tree) == pack(tree, many));
}

TEST_F(PackTest, OtherToolsReadIt) {
    base::write_file(path() / "a.tar.zst", pack(make_tree("tree")));
    const base::Captured listed = base::run_and_capture(
        {.program = "sh",
         .args = {"-c", "zstd -dc a.tar.zst | tar tvf - --full-time --utc --quoting-style=literal"},
         .env = {},
         .working_directory = path()});
    EXPECT_TRUE(listed.status.ok()) << listed.output;
    EXPECT_THAT(listed.output,
                HasSubstr("drwxr-xr-x 0/0               0 1970-01-01 00:00:00 bin/\n"
                          "lrwxrwxrwx 0/0               0 1970-01-01 00:00:00 bin/link -> tool\n"
                          "-rwxr-xr-x 0/0              10 1970-01-01 00:00:00 bin/tool\n"));
    EXPECT_THAT(listed.output, HasSubstr(std::string(180, 'd') + "/" + std::string(120, 'f') + "\n"));
}

TEST_F(PackTest, ReportsItsProgress) {
    std::uint64_t last = 0;
    std::uint64_t total = 0;
    PackOptions options = quick;
    options.progress = [&](std::uint64_t done, std::uint64_t all) {
        EXPECT_GT(done, last);
        last = done;
        total = all;
    };
    base::StringSink sink{std::size_t{1} << 30};
    EXPECT_EQ(pack_tree(make_tree("tree"), sink, options).bytes, last);
    EXPECT_EQ(last, total);
}

TEST_F(PackTest, WhatCouldNotBeUnpackedIsNotPacked) {
    const fs::path tree = make_tree("tree");
    fs::create_symlink("/etc/passwd", tree / "out");
    EXPECT_THROW(pack(tree), UnsafeArchive);
    fs::remove(tree / "out");
    ASSERT_EQ(::mkfifo((tree / "pipe").c_str(), 0600), 0);
    EXPECT_THROW(pack(tree), base::Error);
}

TEST_F(PackTest, AnEmptyDirectoryIsAnEmptyArchive) {
    base::make_directories(path() / "none");
    base::make_directories(path() / "to");
    TreeUnpacker unpacker{path() / "to", {.format = Format::tar_zst}};
    EXPECT_EQ(pack_tree(path() / "none", unpacker, quick).entries, 0u);
    EXPECT_THROW(pack(path() / "missing"), base::Error);
}

}  // namespace
}  // namespace adder::archive
