#include "python/versions/version_declarations.hpp"

#include "python/app/project_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using testing::AllOf;
using testing::HasSubstr;

enum class Speaker { requires_python, poetry, pipenv };

std::string said(const App& app, Speaker speaker) {
    const VersionDeclarations declared{app};
    if (speaker != Speaker::pipenv) {
        const auto limit = speaker == Speaker::poetry ? declared.poetry_python() : declared.requires_python();
        return limit ? limit->set.text() + " from " + limit->origin.text() : "nothing";
    }
    const auto request = declared.pipenv_python();
    return request ? request->text() + " from " + request->origin.text() : "nothing";
}

/// A file of the app, and its text.
using Put = void (*)(App& app, const char* text);

void pyproject(App& app, const char* text) { app.pyproject = parse_toml_of_app(text, "pyproject.toml"); }
void uv_lock(App& app, const char* text) { app.uv_lock = text; }
void pipfile(App& app, const char* text) { app.pipfile = text; }
void pipfile_lock(App& app, const char* text) { app.pipfile_lock = text; }

struct DeclarationCase {
    const char* name;
    Speaker speaker;
    Put put;
    const char* text;
    const char* expected;
};
class VersionDeclarationTest : public testing::TestWithParam<DeclarationCase> {};

TEST_P(VersionDeclarationTest, SaysWhatIsWritten) {
    App app;
    GetParam().put(app, GetParam().text);
    EXPECT_EQ(said(app, GetParam().speaker), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Files, VersionDeclarationTest,
    testing::Values(
        DeclarationCase{"pyproject", Speaker::requires_python, pyproject,
                        "[project]\nname = \"x\"\nrequires-python = \">=3.11,<3.14\"\n",
                        ">=3.11,<3.14 from requires-python in pyproject.toml"},
        DeclarationCase{"pyproject_of_tools", Speaker::requires_python, pyproject, "[tool.ruff]\n",
                        "nothing"},
        DeclarationCase{"pyproject_without", Speaker::requires_python, pyproject, "[project]\nname = \"x\"\n",
                        "nothing"},
        DeclarationCase{"empty_value", Speaker::requires_python, pyproject,
                        "[project]\nrequires-python = \" \"\n", "nothing"},
        DeclarationCase{"empty_file", Speaker::requires_python, pyproject, "", "nothing"},
        DeclarationCase{"uv_lock", Speaker::requires_python, uv_lock,
                        "version = 1\nrevision = 3\nrequires-python = \">=3.12\"\nresolution-markers = [\n"
                        "    \"python_full_version >= '3.14'\",\n]\n\n[[package]]\nname = \"x\"\n",
                        ">=3.12 from requires-python in uv.lock"},
        DeclarationCase{"uv_locks_packages_are_not_read", Speaker::requires_python, uv_lock,
                        "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nthis is no TOML\n",
                        ">=3.12 from requires-python in uv.lock"},
        DeclarationCase{"poetry", Speaker::poetry, pyproject,
                        "[tool.poetry.dependencies]\npython = \"^3.11 || ~3.9\"\nflask = \"*\"\n",
                        "^3.11 || ~3.9 from Poetry's python in pyproject.toml"},
        DeclarationCase{"poetry_as_a_table", Speaker::poetry, pyproject,
                        "[tool.poetry.dependencies]\npython = { version = \"~3.12\" }\n",
                        "~3.12 from Poetry's python in pyproject.toml"},
        DeclarationCase{"poetry_any", Speaker::poetry, pyproject,
                        "[tool.poetry.dependencies]\npython = \"*\"\n", "nothing"},
        DeclarationCase{"poetry_without", Speaker::poetry, pyproject, "[tool.poetry]\nname = \"x\"\n",
                        "nothing"},
        DeclarationCase{"pipfile", Speaker::pipenv, pipfile, "[requires]\npython_version = \"3.12\"\n",
                        "3.12 from python_version in Pipfile"},
        DeclarationCase{"pipfile_full", Speaker::pipenv, pipfile,
                        "[requires]\npython_version = \"3.12\"\npython_full_version = \"3.12.3\"\n",
                        "3.12.3 from python_full_version in Pipfile"},
        DeclarationCase{"pipfile_any", Speaker::pipenv, pipfile, "[requires]\npython_version = \"*\"\n",
                        "nothing"},
        DeclarationCase{"pipfile_without", Speaker::pipenv, pipfile, "[packages]\n", "nothing"},
        DeclarationCase{"pipfile_lock", Speaker::pipenv, pipfile_lock,
                        R"({"_meta": {"requires": {"python_version": "3.11"}}})",
                        "3.11 from python_version in Pipfile.lock"},
        DeclarationCase{
            "pipfile_lock_full", Speaker::pipenv, pipfile_lock,
            R"({"_meta": {"requires": {"python_version": "3.11", "python_full_version": "3.11.4"}}})",
            "3.11.4 from python_full_version in Pipfile.lock"},
        DeclarationCase{"pipfile_lock_without", Speaker::pipenv, pipfile_lock, R"({"_meta": {}})",
                        "nothing"}),
    [](const auto& test) { return test.param.name; });

TEST(VersionDeclarationOrderTest, LocksGoBeforeWhatTheyLock) {
    App app;
    pyproject(app, "[project]\nrequires-python = '>=3.9'\n");
    app.uv_lock = "requires-python = '>=3.12'\n";
    EXPECT_EQ(said(app, Speaker::requires_python), ">=3.12 from requires-python in uv.lock");
    app.uv_lock = "version = 1\n";
    EXPECT_EQ(said(app, Speaker::requires_python), ">=3.9 from requires-python in pyproject.toml");

    app.pipfile = "[requires]\npython_version = '3.12'\n";
    app.pipfile_lock = R"({"_meta": {"requires": {"python_version": "3.11"}}})";
    EXPECT_EQ(said(app, Speaker::pipenv), "3.11 from python_version in Pipfile.lock");
    app.pipfile_lock = R"({"_meta": {"requires": {}}})";
    EXPECT_EQ(said(app, Speaker::pipenv), "3.12 from python_version in Pipfile");
}

struct BadCase {
    const char* name;
    Speaker speaker;
    Put put;
    const char* text;
    const char* title;
    const char* place;
};
class BadVersionDeclarationTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadVersionDeclarationTest, IsOneMessageWithTheFileAndTheLine) {
    EXPECT_THAT(test::shown_error([&] {
                    App app;
                    GetParam().put(app, GetParam().text);
                    said(app, GetParam().speaker);
                }),
                AllOf(HasSubstr(GetParam().title), HasSubstr(GetParam().place)));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadVersionDeclarationTest,
    testing::Values(
        BadCase{"no_toml", Speaker::requires_python, pyproject, "[project]\nname = \nversion = 1\n",
                "pyproject.toml is not valid TOML.", "2 |"},
        BadCase{"no_text", Speaker::requires_python, pyproject, "[project]\nrequires-python = 3.12\n",
                "pyproject.toml cannot be read.",
                "pyproject.toml, line 2: project.requires-python should be a string"},
        BadCase{"no_table", Speaker::requires_python, pyproject, "project = 1\n",
                "pyproject.toml cannot be read.", "line 1: project should be a table"},
        BadCase{"no_specifiers", Speaker::requires_python, pyproject,
                "[project]\nrequires-python = \"^3.12\"\n",
                "'^3.12' is not what requires-python in pyproject.toml can be, line 2.",
                "It should be a list of version specifiers"},
        BadCase{"bare_version", Speaker::requires_python, pyproject,
                "[project]\nrequires-python = \"3.12\"\n",
                "'3.12' is not what requires-python in pyproject.toml can be, line 2.", "==3.13.*"},
        BadCase{"no_uv_lock", Speaker::requires_python, uv_lock, "version = 1\nrequires-python\n",
                "uv.lock is not valid TOML.", "2 |"},
        BadCase{"no_constraint", Speaker::poetry, pyproject,
                "[tool.poetry.dependencies]\npython = \"three\"\n",
                "'three' is not what Poetry's python in pyproject.toml can be, line 2.",
                "It should be a constraint as Poetry knows them"},
        BadCase{"no_poetry_text", Speaker::poetry, pyproject, "[tool.poetry.dependencies]\npython = [1]\n",
                "pyproject.toml cannot be read.",
                "line 2: tool.poetry.dependencies.python should be a string"},
        BadCase{"no_pipfile", Speaker::pipenv, pipfile, "[requires]\npython_version = \n",
                "Pipfile is not valid TOML.", "2 |"},
        BadCase{"no_version", Speaker::pipenv, pipfile, "[requires]\npython_version = \"three\"\n",
                "'three' in python_version in Pipfile, line 2 is not a Python version.", "3.13.5"},
        BadCase{"no_json", Speaker::pipenv, pipfile_lock, "{\n  \"_meta\": \n}\n",
                "Pipfile.lock cannot be read.", "line 3"},
        BadCase{"no_json_text", Speaker::pipenv, pipfile_lock,
                R"({"_meta": {"requires": {"python_version": 3.11}}})", "Pipfile.lock cannot be read.",
                "must be string"},
        BadCase{"no_json_object", Speaker::pipenv, pipfile_lock, "[]", "Pipfile.lock cannot be read.", ""}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace adder::python
