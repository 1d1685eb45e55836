#include "runtime_archive/inspection/inspect.hpp"

#include "archive/pack.hpp"
#include "support/errors.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using test::error_text;
using testing::ElementsAre;
using testing::HasSubstr;

class InspectTest : public testing::Test {
  protected:
    void put(const fs::path& file, std::string_view text) {
        base::make_directories((tree / file).parent_path());
        base::write_file(tree / file, text);
    }

    base::TempDir directory;
    const fs::path tree = directory.path() / "tree";
    const fs::path archive = directory.path() / "archive.tar.zst";
};

TEST_F(InspectTest, CountsWhatATreeHolds) {
    put("bin/python3.13", "12345");
    put("bin/python3.13-config", "");
    fs::create_symlink("python3.13", tree / "bin/python3");
    put("lib/python3.13/__pycache__/os.pyc", "678");
    put("lib/python3.13/lib-dynload/_ssl.so", "");
    put("lib/python3.13/ensurepip/__init__.py", "");
    put("include/python3.13/Python.h", "");
    const TreeSummary summary = summarise(tree);
    EXPECT_EQ(summary.files, 6u);
    EXPECT_EQ(summary.links, 1u);
    EXPECT_EQ(summary.bytes, 8u);
    EXPECT_EQ(summary.bytecode_files, 1u);
    EXPECT_EQ(summary.extension_modules, 1u);
    EXPECT_THAT(summary.interpreters, ElementsAre("bin/python3.13"));
    EXPECT_TRUE(summary.headers);
    EXPECT_TRUE(summary.ensurepip);
}

TEST_F(InspectTest, AnArchiveIsLookedAtFromOutsideAndInside) {
    put("bin/python3.13", std::string(3'000'000, 'x'));
    base::FileSink sink{archive};
    archive::pack_tree(tree, sink, {.level = 3, .window_log = 20});
    const ArchiveSummary summary = inspect(archive);
    EXPECT_EQ(summary.size, fs::file_size(archive));
    EXPECT_EQ(summary.sha256, base::sha256_of_file(archive));
    EXPECT_EQ(summary.window, 1u << 20);
    EXPECT_EQ(summary.contents.bytes, 3'000'000u);
}

TEST_F(InspectTest, WhatIsNoArchiveIsNamed) {
    base::write_file(archive, "<html>");
    EXPECT_THAT(error_text([&] { inspect(archive); }), HasSubstr("archive.tar.zst"));
    base::write_file(directory.path() / "notes.txt", "");
    EXPECT_THAT(error_text([&] { inspect(directory.path() / "notes.txt"); }),
                HasSubstr("is no archive by its name"));
}

}  // namespace
}  // namespace adder::runtime_archive
