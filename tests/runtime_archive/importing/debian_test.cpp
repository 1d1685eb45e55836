#include "runtime_archive/importing/debian.hpp"

#include "support/errors.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using test::error_text;
using testing::HasSubstr;

TEST(DebianTest, APackageSaysWhatItIs) {
    EXPECT_EQ(parse_control_fields("Package: p\nVersion: 1:2-3\nArchitecture: all\n"),
              (DebianPackage{"p", "1:2-3", "all"}));
}

TEST(DebianTest, WhatAPackageDependsOnIsKnownByName) {
    const DebianPackage package = parse_control_fields(
        "Package: p\nVersion: 1\nArchitecture: all\nPre-Depends: libc6 (>= 2.38)\n"
        "Depends: media-types | mime-support, libbz2-1.0,\n libssl3t64:any (>= 3), libc6\n");
    EXPECT_THAT(package.depends, testing::ElementsAre("libc6", "media-types", "libbz2-1.0", "libssl3t64"));
}

/// As Debian's packages of 3.15 say it; of another split they would say it, too.
TEST(DebianTest, PartsThatWereNotGivenAreKnownByWhatTheOthersName) {
    const DebianPackage minimal = parse_control_fields(
        "Package: python3.15-minimal\nVersion: 1\nArchitecture: amd64\n"
        "Depends: libpython3.15-minimal (= 1), libexpat1\nRecommends: python3.15\n");
    const DebianPackage library = parse_control_fields(
        "Package: libpython3.15-minimal\nVersion: 1\nArchitecture: amd64\n"
        "Depends: libc6\nRecommends: libpython3.15-stdlib\n");
    EXPECT_THAT(missing_parts({minimal}, "python3.15"), testing::ElementsAre("libpython3.15-minimal"));
    EXPECT_THAT(missing_parts({minimal, library}, "python3.15"),
                testing::ElementsAre("libpython3.15-stdlib"));
    DebianPackage stdlib = library;
    stdlib.name = "libpython3.15-stdlib";
    EXPECT_THAT(missing_parts({minimal, library, stdlib}, "python3.15"), testing::IsEmpty());
}

/// A tree whose interpreter wants a library that no machine has.
TEST(DebianTest, MissingLibrariesAreNamedWithWhatInstallsThem) {
    const base::TempDir tree;
    base::make_directories(tree.path() / "bin");
    base::write_file(tree.path() / "lib.c", "int nothing;\n");
    const auto run_cc = [&](std::vector<std::string> args) {
        const auto result = base::run_and_capture({.program = "cc",
                                                   .args = std::move(args),
                                                   .env = {{"PATH", "/usr/bin:/bin"}},
                                                   .working_directory = tree.path()});
        ASSERT_TRUE(result.status.ok()) << result.output;
    };
    const std::vector<DebianPackage> packages{
        {"python3.15-minimal", "3.15.2-1", "amd64", {"libc6", "libpython3.15-minimal", "libexpat1"}},
        {"libpython3.15-minimal", "3.15.2-1", "amd64", {"libc6", "libssl3t64"}}};
    EXPECT_EQ(explain_missing_libraries(tree.path(), packages), std::nullopt);

    run_cc({"-nostdlib", "-shared", "-fPIC", "-Wl,-soname,libadder-nowhere.so.1", "-o", "libnowhere.so",
            "lib.c"});
    run_cc({"-nostdlib", "-shared", "-fPIC", "-Wl,--no-as-needed", "-o", "bin/python3.15", "lib.c",
            "libnowhere.so"});
    base::remove_tree(tree.path() / "libnowhere.so");
    const auto text = explain_missing_libraries(tree.path(), packages);
    ASSERT_TRUE(text);
    EXPECT_THAT(*text, HasSubstr("libadder-nowhere.so.1"));
    EXPECT_THAT(*text, HasSubstr("apt-get install libc6 libexpat1 libssl3t64"));
}

TEST(DebianTest, AllFieldsAreNeeded) {
    EXPECT_THAT(error_text([] { parse_control_fields("Package: p\nArchitecture: all\n"); }),
                HasSubstr("Version"));
    EXPECT_THAT(error_text([] { parse_control_fields(""); }), HasSubstr("Package"));
}

TEST(DebianTest, WhatIsNoPackageIsNamed) {
    EXPECT_THAT(error_text([] { read_debian_package("/nowhere.deb", {{"PATH", "/usr/bin:/bin"}}); }),
                HasSubstr("/nowhere.deb"));
}

}  // namespace
}  // namespace adder::runtime_archive
