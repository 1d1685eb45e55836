#include "runtimes/standalone.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtimes {
namespace {

namespace fs = std::filesystem;

PythonVersion version(const char* text) { return *PythonVersion::parse(text); }

struct NameCase {
    const char* name;
    std::optional<StandaloneName> expected;
};

void PrintTo(const NameCase& given, std::ostream* out) { *out << given.name; }

class StandaloneNameTest : public testing::TestWithParam<NameCase> {};

TEST_P(StandaloneNameTest, Parses) { EXPECT_EQ(parse_standalone_name(GetParam().name), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Names, StandaloneNameTest,
    testing::Values(
        NameCase{"cpython-3.13.1+20241219-x86_64-unknown-linux-gnu-install_only.tar.gz",
                 StandaloneName{version("3.13.1"), "20241219", "amd64"}},
        NameCase{"cpython-3.13.1+20241219-aarch64-unknown-linux-gnu-install_only_stripped.tar.zst",
                 StandaloneName{version("3.13.1"), "20241219", "arm64", "", false, false, true}},
        NameCase{"cpython-3.15.0a2+20251120-x86_64_v3-unknown-linux-musl-install_only.tar.gz",
                 StandaloneName{version("3.15.0a2"), "20251120", "amd64", "v3", true}},
        NameCase{"cpython-3.14.6+20260610-x86_64-unknown-linux-gnu-freethreaded-install_only_stripped.tar.gz",
                 StandaloneName{version("3.14.6"), "20260610", "amd64", "", false, true, true}},
        NameCase{"cpython-3.13.1+20241219-x86_64-unknown-linux-gnu-debug-full.tar.zst", std::nullopt},
        NameCase{"cpython-3.13.1+20241219-aarch64-apple-darwin-install_only.tar.gz", std::nullopt},
        NameCase{"cpython-3.13.1+20241219-s390x-unknown-linux-gnu-install_only.tar.gz", std::nullopt},
        NameCase{"cpython-3.13.1-x86_64-unknown-linux-gnu-install_only.tar.gz", std::nullopt},
        NameCase{"cpython-3.13+20241219-x86_64-unknown-linux-gnu-install_only.tar.gz", std::nullopt},
        NameCase{"cpython-3.13.1+-x86_64-unknown-linux-gnu-install_only.tar.gz", std::nullopt},
        NameCase{"python-3.13.5-debian-12-amd64.tar.zst", std::nullopt}, NameCase{"cpython-", std::nullopt},
        NameCase{"", std::nullopt}));

struct TextCase {
    const char* name;
    const char* before;
    const char* after;
};

void PrintTo(const TextCase& given, std::ostream* out) { *out << given.before; }

class PrefixTest : public testing::TestWithParam<TextCase> {};

TEST_P(PrefixTest, OnlyWholePathsBelowItChange) {
    EXPECT_EQ(with_prefix(GetParam().before, "/install", "/opt/python"), GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(
    Settings, PrefixTest,
    testing::Values(TextCase{"value", R"("prefix": "/install",)", R"("prefix": "/opt/python",)"},
                    TextCase{"below", "'LIBDIR': '/install/lib'", "'LIBDIR': '/opt/python/lib'"},
                    TextCase{"several", "/install /install/lib", "/opt/python /opt/python/lib"},
                    TextCase{"assignment", "--prefix=/install", "--prefix=/opt/python"},
                    TextCase{"option", "-I/install/include -L/install/lib",
                             "-I/opt/python/include -L/opt/python/lib"},
                    TextCase{"program", "/usr/bin/install -c", "/usr/bin/install -c"},
                    TextCase{"longer_name", "/installed/lib /install-sh", "/installed/lib /install-sh"},
                    TextCase{"variable", "$(srcdir)/install-sh", "$(srcdir)/install-sh"},
                    TextCase{"relative", "./install/lib", "./install/lib"}, TextCase{"empty", "", ""}),
    [](const auto& tested) { return tested.param.name; });

class ToolsTest : public testing::TestWithParam<TextCase> {};

TEST_P(ToolsTest, HaveTheirCommonNames) { EXPECT_EQ(with_common_tools(GetParam().before), GetParam().after); }

INSTANTIATE_TEST_SUITE_P(
    Settings, ToolsTest,
    testing::Values(TextCase{"compiler", "'CC': 'clang -pthread'", "'CC': 'cc -pthread'"},
                    TextCase{"cxx", R"("CXX": "clang++ -pthread")", R"("CXX": "c++ -pthread")"},
                    TextCase{"path", "'AR': '/tools/llvm/bin/llvm-ar'", "'AR': 'ar'"},
                    TextCase{"cross", "/usr/bin/aarch64-linux-gnu-gcc -shared", "cc -shared"},
                    TextCase{"flags_stay", "-D_Py_JIT -fprofile-instr-use=code.profclangd",
                             "-D_Py_JIT -fprofile-instr-use=code.profclangd"},
                    TextCase{"relative_path", "Tools/clang", "Tools/clang"},
                    TextCase{"longer_name", "clang-format clang_rt", "clang-format clang_rt"}),
    [](const auto& tested) { return tested.param.name; });

TEST(AdoptionTest, SettingsAreOursAndPipIsGone) {
    const base::TempDir tree;
    const auto put = [&](const fs::path& file, std::string_view text, mode_t mode = 0644) {
        base::make_directories((tree.path() / file).parent_path());
        base::write_file(tree.path() / file, text, mode);
    };
    const fs::path lib = "lib/python3.13";
    put(lib / "_sysconfigdata__linux_x86_64-linux-gnu.py",
        "build_time_vars = {'CC': 'clang', 'LIBDIR': '/install/lib'}\n");
    put("lib/pkgconfig/python3.pc", "prefix=/install\n");
    put("bin/python3.13-config", "prefix=\"/install\"\n", 0755);
    put(lib / "config-3.13-x86_64-linux-gnu/Makefile", "CC=\t\tclang -pthread\n");
    put(lib / "clang.py", "'/install' 'clang'");
    put(lib / "site-packages/pip/__init__.py", "");
    put(lib / "site-packages/pip-24.3.1.dist-info/METADATA", "");
    put(lib / "site-packages/pipeline/__init__.py", "");

    adopt_standalone_tree(tree.path(), {.version = version("3.13.1")});
    const auto text_of = [&](const fs::path& file) { return base::read_file(tree.path() / file); };
    EXPECT_EQ(text_of(lib / "_sysconfigdata__linux_x86_64-linux-gnu.py"),
              "build_time_vars = {'CC': 'cc', 'LIBDIR': '/opt/python/lib'}\n");
    EXPECT_EQ(text_of("lib/pkgconfig/python3.pc"), "prefix=/opt/python\n");
    EXPECT_EQ(text_of("bin/python3.13-config"), "prefix=\"/opt/python\"\n");
    EXPECT_EQ(fs::status(tree.path() / "bin/python3.13-config").permissions(), fs::perms{0755});
    EXPECT_EQ(text_of(lib / "config-3.13-x86_64-linux-gnu/Makefile"), "CC=\t\tcc -pthread\n");
    EXPECT_EQ(text_of(lib / "clang.py"), "'/install' 'clang'");
    EXPECT_FALSE(fs::exists(tree.path() / lib / "site-packages/pip"));
    EXPECT_FALSE(fs::exists(tree.path() / lib / "site-packages/pip-24.3.1.dist-info"));
    EXPECT_TRUE(fs::exists(tree.path() / lib / "site-packages/pipeline"));
}

}  // namespace
}  // namespace adder::runtimes
