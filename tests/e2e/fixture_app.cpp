#include "fixture_app.hpp"

#include "runtimes.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>

#include <gtest/gtest.h>

namespace adder::test {

namespace fs = std::filesystem;

FixtureApp::FixtureApp(const std::string& name) : FixtureApp{} {
    fs::copy(fs::path{ADDER_SOURCE_DIR} / "tests/fixtures/apps" / name, project_.source(),
             fs::copy_options::recursive);
}

FixtureApp::FixtureApp() : project_{std::vector<std::pair<std::string, std::string>>{}} {
    base::make_directories(project_.source());
    project_.set("BP_PYTHON_VERSION", newest_runtime().series);
    for (const char* variable : {"PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"}) {
        if (const auto value = setting(variable)) project_.set(variable, *value);
    }
}

std::string FixtureApp::build() {
    const Outcome outcome = project_.build();
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    return log_ = outcome.output;
}

std::string FixtureApp::failure() {
    const Outcome outcome = project_.build();
    EXPECT_EQ(outcome.code, lifecycle_code::buildpack_failed) << outcome.output;
    log_ = outcome.output;
    std::string message;
    for (const std::string_view line : base::lines(log_)) {
        if (line.starts_with('!')) message += std::string{line} + "\n";
    }
    return message;
}

std::string FixtureApp::modules(const std::vector<std::string>& names) const {
    const std::string found =
        run({"python", "-c",
             "import importlib.util as u, sys; print(*(n for n in sys.argv[1].split() if u.find_spec(n)))",
             base::join(names, " ")});
    return std::string{base::trim(found)};
}

void FixtureApp::replace(const std::string& file, const std::string& before, const std::string& after) const {
    std::string text = base::read_file(project_.source() / file);
    const std::size_t at = text.find(before);
    if (at == std::string::npos) throw base::Error{"{} does not hold '{}'", file, before};
    write(file, text.replace(at, before.size(), after));
}

}  // namespace adder::test
