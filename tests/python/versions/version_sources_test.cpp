#include "python/versions/version_sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Date today{2026y, std::chrono::month{11}, 23d};

const KnownReleases known{.default_version = "3.13",
                          .series = {{3, 10, {2026y, std::chrono::month{10}, 31d}, {3, 10, 20}},
                                     {3, 12, {2028y, std::chrono::month{10}, 31d}, {3, 12, 9}},
                                     {3, 13, {2029y, std::chrono::month{10}, 31d}, {3, 13, 5}}}};

struct Said {
    std::string variable = {};
    App app = {};
    cnb::TomlTable store = {};
};

cnb::TomlTable pyproject(std::string_view text) { return cnb::parse_toml(text, "pyproject.toml"); }

RequestedPython requested(const Said& said) {
    Settings settings;
    if (!said.variable.empty()) settings.python_version = said.variable;
    settings.python_version_origin = "BP_PYTHON_VERSION";
    return requested_python(said.app, settings, known, said.store, today);
}

std::string text(const Said& said) {
    const VersionRequest request = requested(said).request;
    return request.text() + " from " + request.origin.text();
}

std::string refusal(const Said& said) {
    return test::shown_error([&] { requested(said); });
}

std::vector<std::string> advice(const Said& said) {
    std::vector<std::string> titles;
    for (const Advice& one : requested(said).advice) titles.push_back(one.title);
    return titles;
}

/// With everything that can say something, all of it different, and none of it in contradiction.
Said everybody() {
    Said said{.variable = " 3.12.1 "};
    said.app.python_version_file = "3.12.2";
    said.app.uv_lock = "requires-python = '>=3.10,<3.14'\n";
    said.app.pyproject =
        pyproject("[project]\nrequires-python = '>=3.9'\n[tool.poetry.dependencies]\npython = '^3.11'\n");
    said.app.pipfile_lock = R"({"_meta": {"requires": {"python_version": "3.12"}}})";
    said.app.pipfile = "[requires]\npython_version = '3.13'\n";
    said.app.runtime_txt = "python-3.12.3\n";
    record_series(said.store, {3, 12});
    return said;
}

TEST(RequestedPythonTest, TheFirstThatSpeaksDecides) {
    Said said = everybody();
    EXPECT_EQ(text(said), "3.12.1 from BP_PYTHON_VERSION");
    said.variable = "";
    EXPECT_EQ(text(said), "3.12.2 from .python-version");
    said.app.python_version_file.reset();
    EXPECT_EQ(text(said), ">=3.10,<3.14 from requires-python in uv.lock");
    said.app.uv_lock.reset();
    EXPECT_EQ(text(said), ">=3.9 from requires-python in pyproject.toml");
    said.app.pyproject = pyproject("[tool.poetry.dependencies]\npython = '^3.11'\n");
    EXPECT_EQ(text(said), "^3.11 from Poetry's python in pyproject.toml");
    said.app.pyproject.reset();
    EXPECT_EQ(text(said), "3.12 from python_version in Pipfile.lock");
    said.app.pipfile_lock.reset();
    EXPECT_EQ(text(said), "3.13 from python_version in Pipfile");
    said.app.pipfile.reset();
    EXPECT_EQ(text(said), "3.12.3 from runtime.txt");
    said.app.runtime_txt.reset();
    EXPECT_EQ(text(said), "3.12 from the previous build");
    said.store.clear();
    EXPECT_EQ(text(said), "3.13 from the default");
}

TEST(RequestedPythonTest, TheVariableTakesASet) {
    EXPECT_EQ(text({.variable = ">=3.11,<3.13"}), ">=3.11,<3.13 from BP_PYTHON_VERSION");
    EXPECT_EQ(text({.variable = "3.12.*"}), "3.12.* from BP_PYTHON_VERSION");
    EXPECT_THAT(refusal({.variable = "latest"}),
                HasSubstr("'latest' in BP_PYTHON_VERSION is not a Python version."));
}

TEST(RequestedPythonTest, ARequestKeepsToRequiresPython) {
    Said said;
    said.app.python_version_file = "3.13";
    said.app.pyproject = pyproject("[project]\nrequires-python = '>=3.12,!=3.13.5'\n");
    const VersionRequest request = requested(said).request;
    EXPECT_TRUE(request.matches({3, 13, 4}));
    EXPECT_FALSE(request.matches({3, 13, 5}));
}

TEST(ContradictionTest, NamesBothAndTheirTexts) {
    Said said;
    said.app.python_version_file = "3.12\n";
    said.app.pyproject = pyproject("[project]\nrequires-python = '>=3.13'\n");
    EXPECT_THAT(
        refusal(said),
        AllOf(HasSubstr(".python-version and requires-python in pyproject.toml contradict each other."),
              HasSubstr(".python-version asks for 3.12;\n"
                        "requires-python in pyproject.toml allows >=3.13."),
              HasSubstr("Change .python-version to a version such as 3.13 that both allow")));
    said.variable = "3.11.2";
    EXPECT_THAT(refusal(said), HasSubstr("BP_PYTHON_VERSION asks for 3.11.2;"));
    said.variable = "<3.12";
    EXPECT_THAT(refusal(said), HasSubstr("BP_PYTHON_VERSION asks for <3.12;"));
    said.variable = "3.13.1";
    EXPECT_EQ(refusal(said), "no error");
    said.app.uv_lock = "requires-python = '==3.11.*'\n";
    EXPECT_THAT(refusal(said), HasSubstr("requires-python in uv.lock allows ==3.11.*."));
}

TEST(RequestedPythonTest, ARequestKeepsToPoetrysConstraint) {
    Said said;
    said.app.pyproject =
        pyproject("[project]\nrequires-python = '>=3.9'\n[tool.poetry.dependencies]\npython = '~3.12'\n");
    EXPECT_EQ(text(said), ">=3.9 from requires-python in pyproject.toml");
    EXPECT_TRUE(requested(said).request.may_match({3, 12}));
    EXPECT_FALSE(requested(said).request.may_match({3, 13}));
    said.app.python_version_file = "3.13";
    EXPECT_THAT(refusal(said),
                HasSubstr(".python-version and Poetry's python in pyproject.toml contradict each other."));
}

TEST(ContradictionTest, MayBeOfFilesThatDecideNothing) {
    Said said;
    said.app.pyproject =
        pyproject("[project]\nrequires-python = '>=3.13'\n[tool.poetry.dependencies]\npython = '~3.12'\n");
    EXPECT_THAT(refusal(said), HasSubstr("requires-python in pyproject.toml asks for >=3.13;\n"
                                         "Poetry's python in pyproject.toml allows ~3.12."));
    said.app.pyproject = pyproject("[project]\nrequires-python = '>=3.13'\n");
    said.app.runtime_txt = "python-3.12.1\n";
    EXPECT_THAT(refusal(said), HasSubstr("runtime.txt asks for 3.12.1;"));
    said.app.pipfile = "[requires]\npython_version = '3.11'\n";
    EXPECT_THAT(refusal(said), HasSubstr("python_version in Pipfile asks for 3.11;"));
}

TEST(MisspeltFileTest, IsAnErrorWhereItWouldHaveDecided) {
    Said said;
    said.app.names = {"python-version"};
    EXPECT_THAT(refusal(said),
                AllOf(HasSubstr("'python-version' is not read: the file is called .python-version."),
                      HasSubstr("  mv 'python-version' .python-version\n")));
    said.app.pyproject = pyproject("[project]\nrequires-python = '>=3.13'\n");
    EXPECT_THAT(refusal(said), HasSubstr("'python-version' is not read"));
    said.app.python_version_file = "3.13";
    EXPECT_EQ(refusal(said), "no error");

    said = {};
    said.app.names = {"runtime.text"};
    EXPECT_THAT(refusal(said), HasSubstr("'runtime.text' is not read: the file is called runtime.txt."));
    said.app.pipfile = "[requires]\npython_version = '3.12'\n";
    EXPECT_EQ(refusal(said), "no error");
}

TEST(RuntimeTxtTest, IsDeprecated) {
    Said said;
    said.app.runtime_txt = "python-3.12.3";
    EXPECT_THAT(advice(said), ElementsAre("runtime.txt is an old way to name the Python version."));
    said.app.pyproject = pyproject("[project]\nrequires-python = '>=3.9'\n");
    EXPECT_THAT(advice(said),
                ElementsAre("runtime.txt asks for 3.12.3, but requires-python in pyproject.toml decides."));
    said.app.python_version_file = "3.12";
    EXPECT_THAT(advice(said), ElementsAre());
}

Said built_before_with(const SeriesNumber& series) {
    Said said;
    said.store.emplace("other", "kept");
    record_series(said.store, series);
    return said;
}

TEST(RecordedSeriesTest, TheAppStaysOnIt) {
    const RequestedPython stays = requested(built_before_with({3, 12}));
    EXPECT_EQ(stays.request.text(), "3.12");
    EXPECT_THAT(stays.note.value_or(""), HasSubstr("The app stays on 3.12; the default is 3.13 by now"));
    EXPECT_EQ(requested(built_before_with({3, 13})).note, std::nullopt);
    EXPECT_EQ(text(built_before_with({3, 13})), "3.13 from the default");
}

TEST(RecordedSeriesTest, TheAppMovesOnWhenItEnds) {
    const Said said = built_before_with({3, 10});
    EXPECT_EQ(text(said), "3.13 from the default");
    EXPECT_THAT(advice(said),
                ElementsAre(HasSubstr("3.10, which this app was built with, reached its end of life on "
                                      "2026-10-31.")));
    EXPECT_EQ(text(built_before_with({3, 5})), "3.13 from the default");
}

TEST(RecordedSeriesTest, IsPreferredInASet) {
    Said said = built_before_with({3, 12});
    said.app.pyproject = pyproject("[project]\nrequires-python = '>=3.9'\n");
    EXPECT_EQ(requested(said).request.preferred, (SeriesNumber{3, 12}));
    said.app.python_version_file = "3.13";
    EXPECT_EQ(requested(said).request.preferred, std::nullopt);
}

TEST(RecordedSeriesTest, IsAWishAsTheDefaultIs) {
    EXPECT_TRUE(requested(built_before_with({3, 12})).request.is_wish);
    Said said;
    EXPECT_TRUE(requested(said).request.is_wish);
    said.app.python_version_file = "3.13";
    EXPECT_FALSE(requested(said).request.is_wish);
}

TEST(RecordedSeriesTest, IsReadBack) {
    EXPECT_EQ(recorded_series(built_before_with({3, 12}).store), (SeriesNumber{3, 12}));
    EXPECT_EQ(recorded_series({}), std::nullopt);
    EXPECT_EQ(recorded_series({{"python-series", "latest"}}), std::nullopt);
    EXPECT_EQ(recorded_series({{"python-series", 3}}), std::nullopt);
}

}  // namespace
}  // namespace adder::python
