#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/runtimes/prepare.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtimes {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

struct ScriptCase {
    const char* name;
    const char* text;
    bool rewritten;
};

class ScriptTest : public testing::TestWithParam<ScriptCase> {};

TEST_P(ScriptTest, OnlyPythonBelowThePrefixIsRewritten) {
    EXPECT_EQ(relocatable_script(GetParam().text, "python3.13").has_value(), GetParam().rewritten);
}

INSTANTIATE_TEST_SUITE_P(Scripts, ScriptTest,
                         testing::Values(ScriptCase{"python", "#!/opt/python/bin/python3.13\nimport sys\n",
                                                    true},
                                         ScriptCase{"with_option", "#! /opt/python/bin/python3 -E\n", true},
                                         ScriptCase{"shell", "#!/bin/sh\nprefix=/opt/python\n", false},
                                         ScriptCase{"env", "#!/usr/bin/env python3\n", false},
                                         ScriptCase{"other_program", "#!/opt/python/bin/ruby\n", false},
                                         ScriptCase{"binary",
                                                    "\x7f"
                                                    "ELF",
                                                    false},
                                         ScriptCase{"empty", "", false}),
                         [](const auto& tested) { return tested.param.name; });

TEST(ScriptTest, ARewrittenScriptRunsTheInterpreterBesideIt) {
    const base::TempDir tree;
    base::write_file(tree.path() / "python3.13", "#!/bin/sh\necho interpreter of \"$1\" with \"$2\"\n", 0755);
    const auto script = relocatable_script("#!/opt/python/bin/python3.13\nprint('never')\n", "python3.13");
    ASSERT_TRUE(script);
    base::write_file(tree.path() / "tool", *script, 0755);

    const base::Captured result = base::run_and_capture(
        {.program = tree.path() / "tool", .args = {"an argument"}, .env = {}, .working_directory = "/"});
    EXPECT_EQ(result.output, "interpreter of " + (tree.path() / "tool").native() + " with an argument\n");
}

TEST(SysconfigTest, IsRelocatedOnce) {
    const std::string once = relocatable_sysconfig("build_time_vars = {'LIBDIR': '/opt/python/lib'}\n");
    EXPECT_THAT(once, StartsWith("build_time_vars = "));
    EXPECT_THAT(once, HasSubstr("_sys.base_prefix"));
    EXPECT_EQ(relocatable_sysconfig(once), once);
}

/// What a real Python makes of a rewritten module.
TEST(SysconfigTest, GivesTheInterpretersPathsAndTheUsualCompilers) {
    const base::TempDir directory;
    base::write_file(
        directory.path() / "data.py",
        relocatable_sysconfig("build_time_vars = {\n"
                              "  'LIBDIR': '/install/lib', 'FLAGS': '-I/install/include -L/install',\n"
                              "  'INSTALL': '/usr/bin/install -c', 'OTHER': '/installation',\n"
                              "  'CC': 'clang -pthread', 'CXX': '/tools/bin/clang++', 'NUMBER': 1,\n"
                              "  'AR': '/tools/llvm-ar', 'LDSHARED': 'x86_64-linux-gnu-gcc -shared'}\n",
                              standalone_prefix));
    const base::Captured result =
        base::run_and_capture({.program = "python3",
                               .args = {"-c",
                                        "import sys\n"
                                        "sys.base_prefix = '<here>'\n"
                                        "import data\n"
                                        "for value in data.build_time_vars.values():\n"
                                        "    print(value)"},
                               .env = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}},
                               .working_directory = directory.path()});
    EXPECT_EQ(result.output,
              "<here>/lib\n-I<here>/include -L<here>\n/usr/bin/install -c\n/installation\n"
              "cc -pthread\nc++\n1\nar\ncc -shared\n");
}

TEST(PkgConfigTest, FindsItsPrefixByItsPlace) {
    EXPECT_EQ(relocatable_pkg_config("prefix=/opt/python\nexec_prefix=${prefix}\n"),
              "prefix=${pcfiledir}/../..\nexec_prefix=${prefix}\n");
    EXPECT_EQ(relocatable_pkg_config("prefix=/install\n", standalone_prefix), "prefix=${pcfiledir}/../..\n");
}

TEST(PrepareTest, SaysWhatIsMissingInATree) {
    const base::TempDir tree;
    base::Log log{{}, [](base::Log::Stream, std::string_view) {}};
    try {
        prepare(tree.path(), *PythonVersion::parse("3.13.5"), log);
        FAIL() << "accepted";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("holds no Python 3.13.5"));
        EXPECT_THAT(error.message(), HasSubstr("bin/python3.13"));
    }
}

}  // namespace
}  // namespace adder::runtimes
