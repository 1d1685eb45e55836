#include "runtime_archive/inspection/libraries.hpp"

#include "runtimes/elf.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A tree and a root, each with libraries made by the C compiler: made ones need no libc, so that nothing of
/// this machine matters.
class LibrariesTest : public testing::Test {
  protected:
    LibrariesTest() {
        base::make_directories(tree);
        base::make_directories(root / "usr/lib");
    }

    void compile(const fs::path& output, const std::string& source, std::vector<std::string> more = {}) {
        base::make_directories(output.parent_path());
        base::write_file(directory.path() / "source.c", source);
        std::vector<std::string> args{"-nostdlib", "-shared", "-fPIC", "-o", output.native(), "source.c"};
        args.insert(args.end(), more.begin(), more.end());
        const base::Captured result = base::run_and_capture({.program = "cc",
                                                             .args = args,
                                                             .env = {{"PATH", "/usr/bin:/bin"}},
                                                             .working_directory = directory.path()});
        ASSERT_TRUE(result.status.ok()) << result.output;
    }

    /// A library with the SONAME of its file's name.
    void library(const fs::path& file, const std::string& source, std::vector<std::string> more = {}) {
        more.push_back("-Wl,-soname," + file.filename().native());
        compile(file, source, std::move(more));
    }

    std::vector<std::string> missing() { return missing_libraries(tree, root); }

    base::TempDir directory;
    const fs::path tree = directory.path() / "tree";
    const fs::path root = directory.path() / "root";
};

const char* const uses_z = "int z(void); int f(void) { return z(); }";
const char* const defines_z = "int z(void) { return 1; }";

TEST_F(LibrariesTest, FoundInTheRootsDefaultDirectories) {
    library(root / "usr/lib/libz.so.1", defines_z);
    compile(tree / "lib/zlib.so", uses_z, {(root / "usr/lib/libz.so.1").native()});
    EXPECT_THAT(missing(), IsEmpty());
    fs::remove(root / "usr/lib/libz.so.1");
    EXPECT_THAT(missing(), ElementsAre("libz.so.1, which lib/zlib.so needs"));
}

TEST_F(LibrariesTest, FoundWhereTheRootsConfigurationSays) {
    library(root / "opt/z/libz.so.1", defines_z);
    compile(tree / "lib/zlib.so", uses_z, {(root / "opt/z/libz.so.1").native()});
    EXPECT_EQ(missing().size(), 1u);
    base::make_directories(root / "etc/ld.so.conf.d");
    base::write_file(root / "etc/ld.so.conf", "include ld.so.conf.d/*.conf\n");
    base::write_file(root / "etc/ld.so.conf.d/z.conf", "# where z is\n/opt/z\n");
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(LibrariesTest, TheTreesOwnLibrariesAreFoundByTheirSearchPath) {
    library(tree / "lib/libpython.so.1", defines_z);
    compile(tree / "bin/python", uses_z,
            {(tree / "lib/libpython.so.1").native(), "-Wl,-rpath,$ORIGIN/../lib"});
    EXPECT_THAT(missing(), IsEmpty());
    EXPECT_THAT(runtimes::read_elf_file(tree / "bin/python")->search_paths, ElementsAre("$ORIGIN/../lib"));
}

/// As python-build-standalone links libpython.
TEST_F(LibrariesTest, ALibraryMayBeNeededByItsPath) {
    compile(tree / "lib/libpython.so.1", defines_z, {"-Wl,-soname,$ORIGIN/../lib/libpython.so.1"});
    compile(tree / "bin/python", uses_z, {(tree / "lib/libpython.so.1").native()});
    EXPECT_THAT(missing(), IsEmpty());
    fs::remove(tree / "lib/libpython.so.1");
    EXPECT_THAT(missing(), ElementsAre("$ORIGIN/../lib/libpython.so.1, which bin/python needs"));
}

/// What this machine has says nothing of the image.
TEST_F(LibrariesTest, PathsAreTheRootsAndNotThisMachines) {
    const fs::path here = directory.path() / "here/libz.so.1";
    library(here, defines_z);
    compile(tree / "by_search_path.so", uses_z, {here.native(), "-Wl,-rpath," + here.parent_path().native()});
    EXPECT_THAT(missing(), ElementsAre("libz.so.1, which by_search_path.so needs"));
    library(root / here.relative_path(), defines_z);
    EXPECT_THAT(missing(), IsEmpty());
    fs::remove(root / here.relative_path());

    fs::remove(tree / "by_search_path.so");
    compile(here, defines_z, {"-Wl,-soname," + here.native()});
    compile(tree / "by_path.so", uses_z, {here.native()});
    EXPECT_THAT(missing(), ElementsAre(here.native() + ", which by_path.so needs"));
}

TEST_F(LibrariesTest, WhatIsNoLibraryIsNotTakenForOne) {
    const fs::path here = directory.path() / "here/libz.so.1";
    base::write_file(directory.path() / "z.map", "Z_1.0 { global: z; };\n");
    compile(here, defines_z, {"-Wl,--version-script=z.map", "-Wl,-soname,/opt/libz.so.1"});
    compile(tree / "zlib.so", uses_z, {here.native()});
    base::make_directories(root / "opt");
    base::write_file(root / "opt/libz.so.1", "INPUT(libz.a)");
    EXPECT_THAT(missing(), ElementsAre("/opt/libz.so.1, which zlib.so needs"));
}

TEST_F(LibrariesTest, WhatLibrariesOfTheRootNeedIsLookedAt) {
    library(root / "usr/lib/libz.so.1", defines_z);
    library(root / "usr/lib/liby.so.1", "int z(void); int y(void) { return z(); }",
            {(root / "usr/lib/libz.so.1").native()});
    compile(tree / "y.so", "int y(void); int f(void) { return y(); }",
            {(root / "usr/lib/liby.so.1").native()});
    fs::remove(root / "usr/lib/libz.so.1");
    EXPECT_THAT(missing(), ElementsAre("libz.so.1, which /usr/lib/liby.so.1 needs"));
}

/// What keeps a program built on a new distribution from running on an old one.
TEST_F(LibrariesTest, VersionsOfSymbolsCount) {
    const fs::path file = root / "usr/lib/libz.so.1";
    base::write_file(directory.path() / "new.map", "Z_1.0 { global: old; };\nZ_2.0 { global: z; } Z_1.0;\n");
    library(file, "int old(void) { return 0; } int z(void) { return 1; }", {"-Wl,--version-script=new.map"});
    compile(tree / "zlib.so", uses_z, {file.native()});
    EXPECT_THAT(missing(), IsEmpty());
    base::write_file(directory.path() / "old.map", "Z_1.0 { global: old; z; };\n");
    library(file, "int old(void) { return 0; } int z(void) { return 1; }", {"-Wl,--version-script=old.map"});
    EXPECT_THAT(missing(), ElementsAre("version Z_2.0 in libz.so.1, which zlib.so needs"));
}

TEST_F(LibrariesTest, AProgramNeedsItsLoader) {
    fs::copy_file("/bin/true", tree / "true");
    EXPECT_THAT(missing(), Contains(HasSubstr("(the loader itself), which true needs")));
    EXPECT_THAT(missing(), Contains("libc.so.6, which true needs"));
    EXPECT_THAT(missing_libraries(tree, "/"), IsEmpty());
}

}  // namespace
}  // namespace adder::runtime_archive
