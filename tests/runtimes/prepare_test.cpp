#include "runtimes/prepare.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

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

TEST(PkgConfigTest, FindsItsPrefixByItsPlace) {
    EXPECT_EQ(relocatable_pkg_config("prefix=/opt/python\nexec_prefix=${prefix}\n"),
              "prefix=${pcfiledir}/../..\nexec_prefix=${prefix}\n");
}

TEST(PrepareTest, SaysWhatIsMissingInATree) {
    const base::TempDir tree;
    base::Log log{{}, [](base::Log::Stream, std::string_view) {}};
    try {
        prepare(tree.path(), {.version = *PythonVersion::parse("3.13.5")}, log);
        FAIL() << "accepted";
    } catch (const base::Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("holds no Python 3.13.5"));
        EXPECT_THAT(error.message(), HasSubstr("bin/python3.13"));
    }
}

}  // namespace
}  // namespace adder::runtimes
