// Versions and sets of them as the libraries `packaging` and `poetry-core` understand them: the tables beside
// this file, which version_cases.py writes, and as many more cases as one likes where the libraries are
// installed.
//
//     ADDER_VERSION_CASES=100000 ADDER_VERSION_SEED=7 build/dev/bin/python_versions_test
//     --gtest_filter='*VersionCases*'

#include "python/versions/poetry_constraint.hpp"
#include "python/versions/specifier_set.hpp"

#include <adder/base/environment.hpp>
#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;

using Fields = std::vector<std::string_view>;

Pep440Version version(std::string_view text) {
    const auto parsed = Pep440Version::parse(text);
    if (!parsed) throw base::Error{"'{}' is not understood as a version", text};
    return *parsed;
}

template <typename Set>
std::string membership(std::string_view set, std::string_view candidate) {
    const auto parsed = Set::parse(set);
    return !parsed ? "-" : parsed->contains(version(candidate)) ? "yes" : "no";
}

std::string order(std::string_view left, std::string_view right) {
    const auto result = version(left) <=> version(right);
    return result < 0 ? "<" : result > 0 ? ">" : "=";
}

/// The last field, as our code has it.
std::string ours(const Fields& fields) {
    const std::string_view kind = fields[0];
    if (kind == "order") return order(fields[1], fields[2]);
    if (kind == "contains") return membership<SpecifierSet>(fields[1], fields[2]);
    if (kind == "allows") return membership<PoetryConstraint>(fields[1], fields[2]);
    if (kind == "poetry") return PoetryConstraint::parse(fields[1]) ? "ok" : "-";
    if (kind == "version") {
        const auto parsed = Pep440Version::parse(fields[1]);
        return parsed ? parsed->text() : "-";
    }
    const auto set = SpecifierSet::parse(fields[1]);
    return !set ? "-" : set->asks_for_pre_releases() ? "pre" : "plain";
}

/// How many cases there were.
std::size_t compare(const std::string& table) {
    std::size_t cases = 0;
    for (const std::string_view line : base::lines(table)) {
        if (line.empty() || line.starts_with('#')) continue;
        ++cases;
        const Fields fields = base::split(line, '\t');
        EXPECT_EQ(ours(fields), fields.back()) << line;
    }
    return cases;
}

std::string table(const char* name) {
    return base::read_file(fs::path{ADDER_SOURCE_DIR} / "tests/python/versions" / name);
}

TEST(VersionCasesTest, Pep440AsInTheTable) { EXPECT_GT(compare(table("pep440_cases.tsv")), 800u); }
TEST(VersionCasesTest, PoetryAsInTheTable) { EXPECT_GT(compare(table("poetry_cases.tsv")), 600u); }

/// "2.5" of the first line, which says what made a table.
Pep440Version library_of(const std::string& cases) {
    return version(base::split(base::lines(cases).front(), '\t').at(1));
}

std::string setting(const char* name, const char* otherwise) {
    return base::Environment::from(::environ).find_non_empty(name).value_or(otherwise);
}

/// Cases by the installed library; nothing if there is none that is as new as the table's.
std::optional<std::string> cases_of_the_library(const char* kind, const char* table_name) {
    const base::Captured made = base::run_and_capture(
        {.program = "python3",
         .args = {fs::path{ADDER_SOURCE_DIR} / "tests/python/versions/version_cases.py", kind,
                  setting("ADDER_VERSION_CASES", "20000"), setting("ADDER_VERSION_SEED", "2")},
         .env = base::Environment::from(::environ),
         .working_directory = {}});
    if (!made.status.ok()) return std::nullopt;
    if (library_of(made.output) < library_of(table(table_name))) return std::nullopt;
    return made.output;
}

TEST(VersionCasesTest, Pep440AsInTheLibrary) {
    const auto cases = cases_of_the_library("pep440", "pep440_cases.tsv");
    if (!cases) GTEST_SKIP() << "python3 has no packaging, or an older one: pip install -U packaging";
    EXPECT_GT(compare(*cases), 100u);
}

TEST(VersionCasesTest, PoetryAsInTheLibrary) {
    const auto cases = cases_of_the_library("poetry", "poetry_cases.tsv");
    if (!cases) GTEST_SKIP() << "python3 has no poetry-core, or an older one: pip install -U poetry-core";
    EXPECT_GT(compare(*cases), 100u);
}

}  // namespace
}  // namespace adder::python
