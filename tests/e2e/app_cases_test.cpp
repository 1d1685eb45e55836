// Apps whose build is judged by a file beside them: tests/fixtures/apps/README.md.

#include "fixture_app.hpp"
#include "tools.hpp"

#include <adder/base/error.hpp>
#include <adder/cnb/toml.hpp>

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct AppCase {
    std::string name;
    base::Environment env;
    std::vector<std::string> log;
    std::vector<std::string> run;
    std::string output;
    std::vector<std::string> absent;
    std::vector<std::string> failure;
    bool is_quick = false;
};

void PrintTo(const AppCase& app, std::ostream* out) { *out << app.name; }

AppCase read_case(const fs::path& file) {
    const cnb::TomlTable table = cnb::read_toml_file(file);
    const cnb::TomlReader reader{table, file.native()};
    reader.allow_only({"env", "log", "run", "output", "absent", "failure", "quick"});
    AppCase app{.name = file.stem().native(),
                .env = {},
                .log = reader.texts("log"),
                .run = reader.texts("run"),
                .output = reader.find_text("output").value_or(""),
                .absent = reader.texts("absent"),
                .failure = reader.texts("failure"),
                .is_quick = reader.flag("quick", false)};
    if (const auto env = table.find("env"); env != table.end()) {
        for (const auto& [name, value] : *env->second.get_if<cnb::TomlTable>())
            app.env.set(name, *value.get_if<std::string>());
    }
    if (app.run.empty() == app.failure.empty())
        throw base::Error{"{} must say either what runs or which failure is expected", file};
    return app;
}

std::vector<AppCase> app_cases() {
    std::vector<AppCase> cases;
    for (const fs::directory_entry& entry :
         fs::directory_iterator{fs::path{ADDER_SOURCE_DIR} / "tests/fixtures/apps"}) {
        if (entry.path().extension() == ".toml") cases.push_back(read_case(entry.path()));
    }
    std::ranges::sort(cases, {}, &AppCase::name);
    return cases;
}

class AppCasesTest : public testing::TestWithParam<AppCase> {};

TEST_P(AppCasesTest, IsBuiltAsItsFileSays) {
    const AppCase& expected = GetParam();
    if (!expected.is_quick && !setting("ADDER_E2E_ALL_MANAGERS"))
        GTEST_SKIP() << "scripts/test.sh managers runs it";
    FixtureApp app{expected.name};
    for (const auto& [name, value] : expected.env.variables()) app.set(name, value);
    if (!expected.failure.empty()) {
        const std::string message = app.failure();
        for (const std::string& text : expected.failure) EXPECT_THAT(message, HasSubstr(text)) << app.log();
        return;
    }
    const std::string log = app.build();
    for (const std::string& text : expected.log) EXPECT_THAT(log, HasSubstr(text));
    EXPECT_EQ(app.run(expected.run), expected.output);
    if (!expected.absent.empty()) {
        EXPECT_EQ(app.modules(expected.absent), "");
    }
}

INSTANTIATE_TEST_SUITE_P(Apps, AppCasesTest, testing::ValuesIn(app_cases()), [](const auto& tested) {
    std::string name = tested.param.name;
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace adder::test
