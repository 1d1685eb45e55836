#include "runtimes/prune.hpp"

#include <adder/base/files.hpp>

#include <gtest/gtest.h>

namespace adder::runtimes {
namespace {

namespace fs = std::filesystem;

struct PruneCase {
    const char* path;
    bool pruned;
};

void PrintTo(const PruneCase& given, std::ostream* out) { *out << given.path; }

class PruneTest : public testing::TestWithParam<PruneCase> {};

TEST_P(PruneTest, Decides) { EXPECT_EQ(is_pruned(GetParam().path), GetParam().pruned); }

INSTANTIATE_TEST_SUITE_P(
    Goes, PruneTest,
    testing::Values(
        PruneCase{"lib/python3.13/test", true}, PruneCase{"lib/python3.11/unittest/test", true},
        PruneCase{"lib/python3.11/distutils/tests", true}, PruneCase{"lib/python3.13/idlelib", true},
        PruneCase{"lib/python3.13/idlelib/idle_test", true}, PruneCase{"lib/python3.13/tkinter", true},
        PruneCase{"lib/python3.13/turtle.py", true}, PruneCase{"lib/python3.13/turtledemo", true},
        PruneCase{"lib/python3.13/pydoc_data", true}, PruneCase{"lib/python3.11/sitecustomize.py", true},
        PruneCase{"lib/python3.12/EXTERNALLY-MANAGED", true},
        PruneCase{"lib/python3.14/build-details.json", true},
        PruneCase{"lib/python3.15/build-details..x86_64-linux-gnu.json", true},
        PruneCase{"lib/python3.14/_sysconfig_vars__linux_x86_64-linux-gnu.json", true},
        PruneCase{"lib/tcl9.0", true}, PruneCase{"lib/libtk9.0.so", true}, PruneCase{"lib/thread3.0.1", true},
        PruneCase{"lib/python3.13/json/__pycache__", true},
        PruneCase{"lib/python3.13/lib-dynload/_testcapi.cpython-313-x86_64-linux-gnu.so", true},
        PruneCase{"lib/python3.13/lib-dynload/xxlimited.so", true},
        PruneCase{"lib/python3.13/lib-dynload/_tkinter.so", true},
        PruneCase{"lib/python3.11/lib-dynload/nis.cpython-311-x86_64-linux-gnu.so", true},
        PruneCase{"lib/python3.13/config-3.13-x86_64-linux-gnu/libpython3.13.a", true},
        PruneCase{"lib/libpython3.13.a", true}, PruneCase{"bin/idle3.13", true},
        PruneCase{"bin/pydoc3", true}, PruneCase{"bin/2to3-3.12", true}, PruneCase{"bin/pip3", true},
        PruneCase{"share", true}));

INSTANTIATE_TEST_SUITE_P(
    Stays, PruneTest,
    testing::Values(PruneCase{"lib", false}, PruneCase{"lib/python3.13", false},
                    PruneCase{"lib/python3.13/unittest", false},
                    PruneCase{"lib/python3.13/doctest.py", false},
                    PruneCase{"lib/python3.13/pydoc.py", false},
                    PruneCase{"lib/python3.13/ensurepip/_bundled/pip-25.1.1-py3-none-any.whl", false},
                    PruneCase{"lib/python3.13/lib-dynload/_ssl.so", false},
                    PruneCase{"lib/python3.13/lib-dynload/_interpreters.so", false},
                    PruneCase{"lib/python3.13/site-packages/app/tests", false},
                    PruneCase{"lib/python3.13/_sysconfigdata__linux_x86_64-linux-gnu.py", false},
                    PruneCase{"lib/libpython3.13.so.1.0", false},
                    PruneCase{"lib/pkgconfig/python3.pc", false},
                    PruneCase{"include/python3.13/tests", false}, PruneCase{"bin/python3.13", false},
                    PruneCase{"bin/python3.13-config", false}));

struct VariantCase {
    const char* path;
    bool in_minimal;
};

void PrintTo(const VariantCase& given, std::ostream* out) { *out << given.path; }

class VariantTest : public testing::TestWithParam<VariantCase> {};

TEST_P(VariantTest, TheMinimalOneGoesWithoutWhatOnlyBuildingNeeds) {
    EXPECT_FALSE(is_pruned(GetParam().path));
    EXPECT_EQ(is_pruned(GetParam().path, Variant::minimal), !GetParam().in_minimal);
}

INSTANTIATE_TEST_SUITE_P(
    Variants, VariantTest,
    testing::Values(VariantCase{"include", false}, VariantCase{"lib/pkgconfig", false},
                    VariantCase{"bin/python3.13-config", false},
                    VariantCase{"lib/python3.13/ensurepip", false},
                    VariantCase{"lib/python3.13/config-3.13-x86_64-linux-gnu", false},
                    VariantCase{"lib/python3.11/distutils", false},
                    VariantCase{"lib/python3.11/lib2to3", false},
                    VariantCase{"lib/python3.13/configparser.py", true},
                    VariantCase{"lib/python3.13/_sysconfigdata__linux_x86_64-linux-gnu.py", true},
                    VariantCase{"lib/python3.13/venv", true}, VariantCase{"bin/python3.13", true},
                    VariantCase{"lib/libpython3.13.so.1.0", true}));

TEST(PruneTreeTest, RemovesWhatIsDecidedAndCountsIt) {
    const base::TempDir tree;
    const auto put = [&](const fs::path& file, std::string_view text) {
        base::make_directories((tree.path() / file).parent_path());
        base::write_file(tree.path() / file, text);
    };
    put("lib/python3.13/os.py", "stays");
    put("lib/python3.13/test/support/__init__.py", "12345");
    put("lib/python3.13/__pycache__/os.pyc", "678");
    put("share/man/man1/python3.1", "9");
    fs::create_symlink("/usr", tree.path() / "lib/python3.13/tkinter");

    const Pruned pruned = prune(tree.path());
    EXPECT_EQ(pruned.entries, 4u);
    EXPECT_EQ(pruned.bytes, 9u);
    EXPECT_TRUE(fs::exists(tree.path() / "lib/python3.13/os.py"));
    EXPECT_FALSE(fs::exists(tree.path() / "lib/python3.13/test"));
    EXPECT_FALSE(fs::exists(tree.path() / "share"));
    EXPECT_TRUE(fs::exists("/usr/bin"));
}

}  // namespace
}  // namespace adder::runtimes
