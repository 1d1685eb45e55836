#include "python/failures/tool_failure.hpp"

#include "python/dependencies/managers.hpp"
#include "python/failures/explain.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <csignal>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const fs::path outputs = fs::path{ADDER_SOURCE_DIR} / "tests/fixtures/tool-output";

/// "Poetry 2" of the directory poetry-2.
Project project_of(std::string_view tool) {
    if (tool.starts_with("poetry")) return {.manager = &managers::poetry, .files = {{"poetry.lock", ""}}};
    if (tool == "pipenv") return {.manager = &managers::pipenv, .files = {{"Pipfile.lock", ""}}};
    if (tool == "pdm") return {.manager = &managers::pdm, .files = {{"pdm.lock", ""}}};
    return {.manager = &managers::requirements, .files = {{"requirements.txt", ""}}};
}

std::optional<base::UserError> explained(std::string_view tool, std::string output,
                                         base::ExitStatus status = {1, 0}) {
    return explain_failure({.tool = std::string{tool},
                            .status = status,
                            .output = std::move(output),
                            .index = "https://pypi.example.com/simple",
                            .advisable_series = {{3, 14}, {3, 15}, {3, 13}, {3, 12}, {3, 11}}},
                           project_of(tool));
}

std::string title_of(std::string_view tool, std::string output, base::ExitStatus status = {1, 0}) {
    const auto error = explained(tool, std::move(output), status);
    return error ? error->title() : "nothing";
}

/// What the real tools wrote, at the versions that are pinned; each with the title and a part of the body of
/// what is said about it.
TEST(ExplainTest, WhatToolsWrite) {
    const std::string table = base::read_file(outputs / "expected.tsv");
    std::set<std::string> named;
    for (const std::string_view line : base::lines(table)) {
        if (line.empty()) continue;
        const std::vector<std::string_view> row = base::split(line, '\t');
        ASSERT_EQ(row.size(), 3u) << line;
        SCOPED_TRACE(row[0]);
        named.emplace(row[0]);
        const std::string_view tool = row[0].substr(0, row[0].find('/'));
        const auto error = explained(tool, base::read_file(outputs / (std::string{row[0]} + ".txt")));
        ASSERT_TRUE(error);
        EXPECT_EQ(error->title(), row[1]);
        EXPECT_THAT(error->body(), HasSubstr(std::string{row[2]}));
        EXPECT_THAT(error->full_text() + error->body(), Not(HasSubstr("hunter2")));
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{outputs}) {
        if (entry.path().extension() != ".txt") continue;
        const fs::path name = fs::relative(entry.path(), outputs).replace_extension();
        EXPECT_TRUE(named.contains(name)) << name << " has no line in expected.tsv";
    }
}

/// What has ended is refused by the next build: it is no advice.
TEST(ExplainTest, OnlyMaintainedPythonsAreAdvised) {
    const auto advice = [](const char* name, std::vector<SeriesNumber> maintained) {
        const auto error = explain_failure({.tool = "uv",
                                            .status = {1, 0},
                                            .output = base::read_file(outputs / name),
                                            .advisable_series = std::move(maintained)},
                                           project_of("uv"));
        return error ? error->body() : "nothing";
    };
    const std::vector<SeriesNumber> later{{3, 16}, {3, 17}, {3, 15}};
    EXPECT_THAT(advice("uv/real-scipy-old.txt", later),
                HasSubstr("choose another Python in .python-version."));
    EXPECT_THAT(advice("uv/other-abi.txt", later), HasSubstr("choose another Python in .python-version."));
    EXPECT_THAT(advice("uv/real-numpy-old.txt", later), Not(HasSubstr(".python-version")));
    EXPECT_THAT(advice("uv/python-too-old.txt", later), HasSubstr("echo 3.16 > .python-version"))
        << "the default, if it would do";
    EXPECT_THAT(advice("uv/python-too-old.txt", {{3, 12}, {3, 15}}),
                HasSubstr("echo 3.15 > .python-version"));
}

TEST(ExplainTest, WhatTheKernelCountsWhereToolsSayNothing) {
    for (const char* tool : {"poetry-1", "pdm"}) {
        const std::string output = base::read_file(outputs / tool / "hungry.txt");
        const auto error = explain_failure({tool, {1, 0}, output, "", 1}, project_of(tool));
        ASSERT_TRUE(error);
        EXPECT_EQ(error->title(), "A program was killed, most likely for want of memory.");
        EXPECT_THAT(error->body(), HasSubstr("while it built hungry"));
    }
}

TEST(ExplainTest, APackageOfTheAppsOwnIsNamedWithoutItsPlace) {
    EXPECT_EQ(title_of("poetry-1",
                       "Note: This error originates from the build backend, and is likely not a problem with "
                       "poetry but with hungry (1.0 /workspace/hungry) not supporting PEP 517 builds."),
              "hungry 1.0 could not be built.");
}

/// Kinds leave traces of each other: the one that the others follow from is told.
TEST(ExplainTest, TheCauseGoesBeforeWhatFollowsFromIt) {
    const std::string no_package =
        "error: No solution found when resolving dependencies\n"
        "  cause: Because demo was not found in the package registry and you require demo, we can conclude "
        "that your requirements are unsatisfiable.\n";
    const std::string refused =
        "hint: An index URL (https://pypi.example.com/simple) could not be queried due to a lack of valid "
        "authentication credentials (401 Unauthorized)\n";
    const std::string no_space =
        "  cause: failed to write to file `/tmp/x`: No space left on device (os error 28)\n";
    const std::string build =
        "error: Failed to build `demo==1.0`\n"
        "  cause: Call to `setuptools.build_meta.build_wheel` failed (exit status: 1)\n";
    const std::string header = "ext.c:1:10: fatal error: ffi.h: No such file or directory\n";
    const std::string killed = "gcc: fatal error: Killed signal terminated program cc1plus\n";

    EXPECT_EQ(title_of("uv", no_package), "There is no package named demo.");
    EXPECT_EQ(title_of("uv", no_package + refused), "The package index refuses access.");
    EXPECT_EQ(title_of("uv", build), "demo 1.0 could not be built.");
    EXPECT_EQ(title_of("uv", build + header), "demo 1.0 cannot be built without ffi.h.");
    EXPECT_EQ(title_of("uv", build + header + no_space), "There is no space left for the build.");
    EXPECT_EQ(title_of("uv", build + no_space + killed),
              "A program was killed, most likely for want of memory.");
    EXPECT_EQ(title_of("uv", "", {0, SIGKILL}), "A program was killed, most likely for want of memory.");
    EXPECT_EQ(title_of("uv", "error: something new"), "nothing");
}

/// The lock comes first: whatever else was tried, what it says is not what the project says any more.
TEST(ExplainTest, WhatAManagerSaysOfItsOwnFiles) {
    EXPECT_EQ(
        title_of("poetry-2", "pyproject.toml changed significantly since poetry.lock was last generated."),
        "poetry.lock is out of date.");
    EXPECT_EQ(title_of("pdm", "Please run `pdm lock` to update the lock file"), "pdm.lock is out of date.");
    EXPECT_EQ(
        title_of("uv",
                 "× No solution found when resolving dependencies:\n"
                 "╰─▶ Because the current Python version (3.13.5) does not satisfy Python>=3.14 and your\n"
                 "    project depends on Python>=3.14, we can conclude that …"),
        "The project does not run on the Python that was chosen.");
}

/// uv of other versions, which projects may demand, draws lines where the pinned one does not.
TEST(ExplainTest, FramesAndBrokenLinesMakeNoDifference) {
    EXPECT_EQ(title_of("uv",
                       "  × No solution found when resolving dependencies:\n"
                       "  ╰─▶ Because there is no version of\n"
                       "      six==99.0 and you require six==99.0, we can conclude that your\n"
                       "      requirements are unsatisfiable."),
              "There is no six==99.0.");
    EXPECT_EQ(title_of("uv",
                       "\x1b[31m×\x1b[0m Failed to build `demo==1.0`\n"
                       "  ├─▶ The build backend returned an error\n"
                       "  ╰─▶ Call to `build` failed (signal: 9 (SIGKILL))"),
              "A program was killed, most likely for want of memory.");
    // A tool that shows its own code says nothing with it.
    EXPECT_EQ(title_of("poetry-2", "  NotGitRepository\n    → 5519│  raise HTTPUnauthorized(url)\n"),
              "A git repository does not exist.");
}

TEST(ExplainTest, MoreThatBuildsSay) {
    const auto without = [](const std::string& said) {
        return title_of("uv", "error: Failed to build `demo==1.0`\n" + said + "\n");
    };
    EXPECT_EQ(without("error: can't find Rust compiler"),
              "demo 1.0 cannot be built without a compiler for Rust.");
    EXPECT_EQ(without("Cargo, the Rust package manager, is not installed or is not on PATH."),
              "demo 1.0 cannot be built without a compiler for Rust.");
    EXPECT_EQ(without("../meson.build:1:0: ERROR: Unknown compiler(s): [['gfortran'], ['flang']]"),
              "demo 1.0 cannot be built without a compiler for Fortran.");
    EXPECT_EQ(without("error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory"),
              "demo 1.0 cannot be built without gcc.");
    EXPECT_EQ(without("/usr/bin/ld: cannot find -lmagic: No such file or directory"),
              "demo 1.0 cannot be built without the library magic.");
    EXPECT_EQ(without("x.c:1:10: fatal error: Python.h: No such file or directory"),
              "demo 1.0 cannot be built without the headers of Python.");
    EXPECT_EQ(without("Error: Please make sure the libxml2 and libxslt development packages are installed."),
              "demo 1.0 cannot be built without libxml2 and libxslt.");
    // Builds look for much that they can do without; the last is what ended them.
    EXPECT_EQ(without("a.c:1:1: fatal error: altivec.h: No such file or directory\n"
                      "b.c:1:1: fatal error: jpeglib.h: No such file or directory"),
              "demo 1.0 cannot be built without jpeglib.h.");
    // What only a build misses is not what a dependency comes from.
    EXPECT_EQ(without("/bin/sh: 1: git: not found"), "demo 1.0 cannot be built without git.");
    // A file that a build misses is no program.
    EXPECT_EQ(without("FileNotFoundError: [Errno 2] No such file or directory: 'README.md'"),
              "demo 1.0 could not be built.");
}

TEST(ExplainTest, TheAppsOwnPackageHasNoWheels) {
    const std::string failed =
        "error: Failed to build `shop @ file:///workspace`\n"
        "  cause: The build backend returned an error\n";
    EXPECT_EQ(title_of("uv", failed), "The app's own package could not be built.");
    EXPECT_EQ(title_of("uv", failed + "x.c:1:10: fatal error: ffi.h: No such file or directory\n"),
              "The app's own package cannot be built without ffi.h.");
    EXPECT_EQ(title_of("uv",
                       "error: The build backend returned an error\n"
                       "  cause: Call to `setuptools.build_meta` failed (exit status: 1)\n"),
              "The app's own package could not be built.");
    EXPECT_EQ(
        title_of("pip", "ERROR: Failed to build 'file:///workspace' when getting requirements to build"),
        "The app's own package could not be built.");
    EXPECT_EQ(title_of("uv",
                       "error: Failed to build `shop @ file:///workspace`\n"
                       "  cause: Failed to resolve requirements from `build-system.requires`\n"
                       "  cause: Because hatching was not found in the package registry and you require "
                       "hatching, we can conclude that your requirements are unsatisfiable."),
              "There is no package named hatching.");
}

TEST(ExplainTest, PythonsThatWouldDo) {
    const auto body = [](const std::string& demand) {
        return explained("pip",
                         "ERROR: Package 'demo' requires a different Python: 3.13.5 not in '" + demand + "'")
            ->body();
    };
    EXPECT_THAT(body(">=3.14"), HasSubstr("echo 3.14 >"));
    EXPECT_THAT(body("<3.12,>=3.8"), HasSubstr("echo 3.11 >"));
    EXPECT_THAT(body("<=3.12"), HasSubstr("echo 3.11 >"));  // 3.12.1 is more than that
    EXPECT_THAT(body("~=3.12.0"), HasSubstr("echo 3.12 >"));
    EXPECT_THAT(body("~=3.9.0"), HasSubstr("choose another Python in .python-version."));  // it has ended
    EXPECT_THAT(body("<3"), HasSubstr("choose another Python in .python-version."));
}

TEST(ExplainShortageTest, OfAProgramAndOfThisOne) {
    EXPECT_EQ(
        explain_shortage({"Python", {1, 0}, "[Errno 28] No space left on device: '/layers/x.pyc'"})->title(),
        "There is no space left for the build.");
    EXPECT_EQ(explain_shortage({"Python", {0, SIGKILL}, ""})->title(),
              "A program was killed, most likely for want of memory.");
    EXPECT_FALSE(explain_shortage({"Python", {1, 0}, "Permission denied"}));
    EXPECT_THAT(explain_shortage(base::SystemError{ENOSPC, "cannot write"})->body(),
                HasSubstr("cannot write: No space left on device"));
    EXPECT_FALSE(explain_shortage(base::SystemError{EACCES, "cannot write"}));
}

TEST(ReadToolLogsTest, WhatIsThere) {
    const base::TempDir directory;
    EXPECT_EQ(read_tool_logs(directory.path() / "absent"), "");
    base::write_file(directory.path() / "b.log", "b\n");
    base::write_file(directory.path() / "a.log", "a\n");
    EXPECT_EQ(read_tool_logs(directory.path()), "a\nb\n");
}

}  // namespace
}  // namespace adder::python
