#include "python/dependencies/managers.hpp"
#include "python/failures/explain.hpp"
#include "python/failures/tool_failure.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::HasSubstr;

/// What the tools say where packages come from vendor/ alone, in which there are these two.
TEST(ExplainTest, WhatVendorLacks) {
    const auto said = [](const char* tool, const std::string& output) {
        Project project{.manager = &managers::poetry,
                        .files = {{"poetry.lock", ""}},
                        .vendored = {{"demo-1.0-cp39-cp39-win_amd64.whl", 5}, {"other_one-2.0.tar.gz", 5}}};
        const auto error =
            explain_failure({tool, {1, 0}, output, "https://pypi.example.com/simple"}, project);
        return error ? error->title() + "\n" + error->body() : "nothing";
    };
    const std::string no_solution = "error: No solution found when resolving dependencies\n  cause: Because ";
    const std::string end = ", we can conclude that your requirements are unsatisfiable.\n";
    EXPECT_THAT(said("uv", no_solution +
                               "six was not found in the provided package locations and you require "
                               "six==1.17.0" +
                               end),
                testing::AllOf(HasSubstr("There is no six==1.17.0 in vendor/.\n"),
                               HasSubstr("poetry.lock asks for it"),
                               HasSubstr("  poetry export |\n    pip download --dest vendor")));
    EXPECT_THAT(said("uv", no_solution +
                               "there is no version of other-one{python_full_version < '4'}==1.0 and "
                               "you require other-one{python_full_version < '4'}==1.0" +
                               end),
                HasSubstr("There is no other-one==1.0 in vendor/.\n"));
    EXPECT_THAT(
        said("uv", no_solution +
                       "demo==1.0 has no wheels with a matching Python ABI tag (e.g., "
                       "`cp311`) and you require demo==1.0" +
                       end),
        testing::AllOf(HasSubstr("What vendor/ has of demo==1.0 is for another Python or platform.\n"),
                       HasSubstr("\n  demo-1.0-cp39-cp39-win_amd64.whl\n")));
    EXPECT_THAT(said("uv", no_solution + "only demo==1.0 is available and you require demo>=2" + end),
                HasSubstr("There is no demo>=2 in vendor/.\n"));
    EXPECT_THAT(said("uv",
                     "error: failed to query metadata of file `/app/vendor/six-1.17.0-py2.py3-none-any.whl`: "
                     "No such file or directory (os error 2)\n"),
                HasSubstr("There is no six==1.17.0 in vendor/.\n"));
    EXPECT_THAT(said("pip",
                     "ERROR: Could not install packages due to an OSError: [Errno 2] No such file or "
                     "directory: '/app/vendor/my-app-1.0.tar.gz'\n"),
                HasSubstr("There is no my-app==1.0 in vendor/.\n"));
    EXPECT_THAT(said("pip",
                     "ERROR: Cannot select requirements from pylock file '/w/pylock.toml': No wheel found "
                     "matching the provided tags for package 'demo' at packages[0], and no sdist "
                     "available as a fallback\n"),
                HasSubstr("What vendor/ has of demo is for another Python or platform.\n"));
    EXPECT_THAT(said("Pipenv",
                     "ERROR: Could not find a version that satisfies the requirement six==1.17.0 "
                     "(from versions: none)\nERROR: No matching distribution found for six==1.17.0\n"),
                HasSubstr("There is no six==1.17.0 in vendor/.\n"));
}

/// With what is installed beside the production packages.
TEST(ExplainTest, WhatFillsVendor) {
    const auto command = [](Project project) {
        project.files = {{"a.lock", ""}};
        project.vendored = {{"demo-1.0.tar.gz", 1}};
        const auto error = explain_failure(
            {"uv", {1, 0}, "six was not found in the provided package locations", ""}, project);
        const std::string body = error ? error->body() : "";
        return body.substr(body.find(":\n  ") + 4);
    };
    const std::string by_pip = " |\n    pip download --dest vendor --requirement /dev/stdin";
    EXPECT_EQ(command({.manager = &managers::uv, .groups = {"jobs"}, .extras = {"s3"}}),
              "uv export --quiet --locked --no-emit-local --group jobs --extra s3" + by_pip);
    EXPECT_EQ(command({.manager = &managers::poetry, .groups = {"main"}}), "poetry export" + by_pip);
    EXPECT_EQ(command({.manager = &managers::poetry, .groups = {"main", "web"}}),
              "poetry export --only main,web" + by_pip);
    EXPECT_EQ(command({.manager = &managers::poetry, .optional_groups = {"dev", "web"}, .for_tests = true}),
              "poetry export --with dev,web" + by_pip);
    EXPECT_EQ(command({.manager = &managers::pipenv}), "pipenv requirements --hash" + by_pip);
    EXPECT_EQ(command({.manager = &managers::pipenv, .for_tests = true}),
              "pipenv requirements --dev --hash" + by_pip);
    EXPECT_EQ(command({.manager = &managers::pdm}), "pdm export --prod" + by_pip);
    EXPECT_EQ(command({.manager = &managers::pdm, .for_tests = true}), "pdm export" + by_pip);
    EXPECT_EQ(command({.manager = &managers::pyproject}), "uv pip compile --quiet pyproject.toml" + by_pip);
    EXPECT_EQ(command({.manager = &managers::pylock}), "pip download --dest vendor --requirement a.lock");
}

TEST(ExplainTest, WhatVendorLacksToBuildWith) {
    const Project project{
        .manager = &managers::pipenv, .files = {{"Pipfile.lock", ""}}, .vendored = {{"demo-1.0.tar.gz", 1}}};
    const auto said = [&](const char* tool, const std::string& output) {
        const auto error =
            explain_failure({tool, {1, 0}, output, "https://pypi.example.com/simple"}, project);
        return error ? error->title() + "\n" + error->body() : "nothing";
    };
    const auto expected = testing::AllOf(HasSubstr("There is no setuptools>=61 in vendor/, which lib"),
                                         HasSubstr("  pip download --dest vendor 'setuptools>=61'\n"));
    EXPECT_THAT(said("uv",
                     "error: Failed to build `libp @ file:///app/lib`\n  cause: Failed to resolve "
                     "requirements from `build-system.requires`\n  cause: No solution found when "
                     "resolving: `setuptools>=61`\n  cause: Because setuptools was not found in the "
                     "provided package locations and you require setuptools>=61, we can conclude that "
                     "your requirements are unsatisfiable.\n"),
                expected);
    EXPECT_THAT(said("Pipenv",
                     "error: subprocess-exited-with-error\n  × installing build dependencies did not "
                     "run successfully.\n  ERROR: Could not find a version that satisfies the "
                     "requirement \nsetuptools>=61 (from versions: none)\n  ERROR: No matching "
                     "distribution found for setuptools>=61\nERROR: Failed to build "
                     "'file:///app/lib' when installing build\ndependencies\n"),
                expected);
}

TEST(ExplainTest, AFileOfVendorThatIsNotThePinnedOne) {
    const Project project{.manager = &managers::uv,
                          .files = {{"uv.lock", ""}},
                          .vendored = {{"six-1.17.0-py3-none-any.whl", 5}, {"six-2.tar.gz", 5}}};
    const auto error =
        explain_failure({"uv",
                         {1, 0},
                         "error: Failed to download `six==1.17.0`\n  cause: Hash mismatch for "
                         "`six==1.17.0`\n\n         Expected:\n           sha256:4722\n\n         "
                         "Computed:\n           sha256:4721\n",
                         ""},
                        project);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->title(), "The file of six==1.17.0 in vendor/ is none that uv.lock pins.");
    EXPECT_THAT(error->body(), testing::AllOf(HasSubstr("4721\n"), HasSubstr("4722\n"),
                                              HasSubstr("  rm vendor/six-1.17.0-py3-none-any.whl\n"),
                                              HasSubstr("  uv export --quiet --locked --no-emit-local |\n"),
                                              HasSubstr("  uv lock --refresh")));
}

}  // namespace
}  // namespace adder::python
