// The pages of docs/ about package managers, and others that can be typed as they stand: what they say comes
// of it.

#include "pages.hpp"

#include "tools.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;

const fs::path docs = fs::path{ADDER_SOURCE_DIR} / "docs";

std::vector<std::string> pages() {
    std::vector<std::string> names{"python-version.md", "test-environments.md"};
    for (const auto& entry : fs::directory_iterator{docs / "package-managers"}) {
        // That one says what the others have in common, and has no app of its own.
        if (entry.path().filename() != "vendor.md")
            names.push_back("package-managers" / entry.path().filename());
    }
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> tools_for(const std::string& page) {
    if (page.ends_with("/poetry.md")) return {"poetry-2"};
    if (page.ends_with("/pipenv.md")) return {"pipenv"};
    if (page.ends_with("/pdm.md")) return {"pdm"};
    if (page.ends_with("/pylock.md")) return {"uv", "pdm"};
    return {"uv"};
}

class PagesOfManagersTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        // One is read in every run of the end-to-end tests.
        if (!GetParam().ends_with("/uv.md") && !setting("ADDER_E2E_ALL_MANAGERS"))
            GTEST_SKIP() << "scripts/test.sh managers runs it";
    }
};

TEST_P(PagesOfManagersTest, SayWhatHappens) {
    std::map<std::string, int> blocks;
    for (const Block& block : blocks_of(docs / GetParam())) ++blocks[block.language];
    EXPECT_GE(blocks["sh"], 1);
    EXPECT_GE(blocks["text"], 1);
    Reader reader{tools_for(GetParam())};
    if (GetParam() == "python-version.md") reader.name_no_python();
    reader.follow(docs / GetParam());
}

INSTANTIATE_TEST_SUITE_P(Docs, PagesOfManagersTest, testing::ValuesIn(pages()), [](const auto& test) {
    std::string name = fs::path{test.param}.stem();
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace adder::test
