#include "python/versions/version_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::HasSubstr;

struct GoodCase {
    const char* name;
    const char* text;
    const char* version;
};
class VersionFileTest : public testing::TestWithParam<GoodCase> {};

TEST_P(VersionFileTest, IsRead) {
    const VersionRequest request = read_version_file(".python-version", GetParam().text);
    EXPECT_EQ(request.text(), GetParam().version);
    EXPECT_EQ(request.origin.text(), ".python-version");
}

INSTANTIATE_TEST_SUITE_P(
    Forms, VersionFileTest,
    testing::Values(GoodCase{"plain", "3.13\n", "3.13"}, GoodCase{"without_an_end", "3.13.5", "3.13.5"},
                    GoodCase{"bom_comments_blanks_and_crlf", "\xef\xbb\xbf# ours\r\n\r\n\t3.12.1  # why\r\n",
                             "3.12.1"},
                    GoodCase{"of_uv", "cpython-3.13.5-linux-x86_64-gnu\n", "3.13.5"},
                    GoodCase{"spaces_in_a_set", ">= 3.12, < 3.14  # both\n", ">= 3.12, < 3.14"},
                    GoodCase{"free_threaded", "3.14t\n", "3.14t"}),
    [](const auto& test) { return test.param.name; });

struct BadCase {
    const char* name;
    std::string text;
    const char* complaint;
};
class BadVersionFileTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadVersionFileTest, IsOneMessage) {
    EXPECT_THAT(test::shown_error([] { read_version_file(".python-version", GetParam().text); }),
                HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    VersionFile, BadVersionFileTest,
    testing::Values(
        BadCase{"empty", "", ".python-version names no Python version."},
        BadCase{"only_comments", "# 3.12\n", ".python-version names no Python version."},
        BadCase{"several", "3.12\n\n3.13\n",
                ".python-version names 2 Python versions.\n\nIt holds 3.12 (line 1), 3.13 (line 3)"},
        BadCase{"several_in_a_line", "3.12 3.13\n",
                ".python-version names 2 Python versions.\n\nIt holds 3.12 (line 1), 3.13 (line 1)"},
        BadCase{"no_version", "# ours\nthree\n",
                "'three' in .python-version, line 2 is not a Python version."},
        BadCase{"other_interpreter", "pypy3.10-7.3.12\n",
                "'pypy3.10-7.3.12' in .python-version, line 1 is not CPython."},
        BadCase{"other_interpreter_of_uv", "pp310\n", "'pp310' in .python-version, line 1 is not CPython."},
        BadCase{"utf16", std::string{"\xff\xfe\x33\0.\0", 6}, ".python-version is not UTF-8 text."},
        BadCase{"escapes", "\x1b[2J", "'\\x1b[2J' in .python-version"}),
    [](const auto& test) { return test.param.name; });

App with_file(const char* name) {
    App app;
    app.names = {name};
    return app;
}

TEST(MisspeltPythonVersionTest, IsNoticed) {
    for (const char* name : {"python-version", ".python_version", "python_version", ".pythonversion",
                             ".python-version.txt", ".python-verion", ".pyhton-version", ".python-versions",
                             ".Python-Version", "PYTHON-VERSION.txt", ".python.version"}) {
        EXPECT_EQ(misspelt_python_version(with_file(name)), name);
    }
    for (const char* name : {".python-version", ".python-version/", "python_version.py",
                             "python-versioning.md", "version", "python", "PYTHON", ".tool-versions"}) {
        EXPECT_EQ(misspelt_python_version(with_file(name)), std::nullopt) << name;
    }
}

TEST(MisspeltRuntimeTxtTest, IsNoticed) {
    for (const char* name : {"runtime.text", "Runtime.txt", "RUNTIME.TXT", "runtimes.txt", ".runtime.txt",
                             "runtime.txt.txt", "runtime-txt"}) {
        EXPECT_EQ(misspelt_runtime_txt(with_file(name)), name);
    }
    for (const char* name : {"runtime.txt", "runtime", "runtime.toml", "runtime.txt/"}) {
        EXPECT_EQ(misspelt_runtime_txt(with_file(name)), std::nullopt) << name;
    }
}

}  // namespace
}  // namespace adder::python
