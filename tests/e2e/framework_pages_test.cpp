// The pages of docs/frameworks: what they tell a reader to type gives what they say.

#include "fixture_app.hpp"
#include "pages.hpp"
#include "tools.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<std::string> pages() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{fs::path{ADDER_SOURCE_DIR} / "docs/frameworks"})
        names.push_back(entry.path().stem());
    std::ranges::sort(names);
    return names;
}

class FrameworkPagesTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_FRAMEWORKS")) GTEST_SKIP() << "scripts/test.sh frameworks runs it";
    }
};

TEST_P(FrameworkPagesTest, SaysWhatHappens) {
    const auto blocks = blocks_of(fs::path{ADDER_SOURCE_DIR} / "docs/frameworks" / (GetParam() + ".md"));
    ASSERT_GE(blocks.size(), 2u);
    FixtureApp app;
    // The reader's own environment, for those who make their project with the framework's program.
    const WorkDirectory directory;
    const std::string script = "set -e\n/usr/bin/python3 -m venv " + (directory.path() / "venv").native() +
                               "\nexport PATH=" + (directory.path() / "venv/bin").native() + ":$PATH\n" +
                               blocks[0].text;
    run("bash", {"-c", script}, app.project().source());
    EXPECT_THAT(app.build(), HasSubstr("  web  " + std::string{base::trim(blocks[1].text)} + "  ("));
    const Rootfs rootfs = app.project().rootfs();
    RunningApp running{rootfs};
    EXPECT_NE(running.get("/"), "");
    running.stop();
}

INSTANTIATE_TEST_SUITE_P(Pages, FrameworkPagesTest, testing::ValuesIn(pages()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace adder::test
