#include <adder/testing/fake_platform.hpp>

#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace fs = std::filesystem;

struct Key {
    std::string text;
    static Key from_toml(const cnb::TomlReader& reader) { return {reader.text("text")}; }
    cnb::TomlTable to_toml() const { return {{"text", text}}; }
};

cnb::CachedLayer<Key> open(const FakePlatform& platform, cnb::LayerTypes types) {
    return platform.layers().cached<Key>("x", types, [](const Key&) { return cnb::Keep{}; });
}

struct Row {
    const char* name;
    cnb::LayerTypes types;
    bool kept;
    bool with_contents;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class FakePlatformTest : public testing::TestWithParam<Row> {};

/// The specification's table, as tests/e2e shows it of the lifecycle.
TEST_P(FakePlatformTest, RestoresWhatTheLifecycleDoes) {
    FakePlatform platform;
    open(platform, GetParam().types).fill(cnb::Filling::staged, [](cnb::LayerDraft& draft) {
        base::write_file(draft.directory / "f", "");
        return Key{"v"};
    });
    platform.restore();
    EXPECT_EQ(fs::exists(platform.layers_directory() / "x.toml"), GetParam().kept);
    EXPECT_EQ(fs::exists(platform.layers_directory() / "x/f"), GetParam().with_contents);
    const auto layer = open(platform, GetParam().types);
    EXPECT_EQ(layer.is_kept(), GetParam().kept);
    EXPECT_EQ(layer.has_contents(), GetParam().with_contents);
}

INSTANTIATE_TEST_SUITE_P(
    , FakePlatformTest,
    testing::Values(Row{"launch", {.launch = true}, true, false}, Row{"build", {.build = true}, false, false},
                    Row{"cache", {.cache = true}, true, true},
                    Row{"launch_build", {.launch = true, .build = true}, false, false},
                    Row{"launch_cache", {.launch = true, .cache = true}, true, true},
                    Row{"build_cache", {.build = true, .cache = true}, true, true},
                    Row{"launch_build_cache", {.launch = true, .build = true, .cache = true}, true, true},
                    Row{"none", {}, false, false}),
    [](const auto& test_case) { return std::string{test_case.param.name}; });

TEST(FakePlatformStoryTest, TheStoreLastsFromBuildToBuild) {
    FakePlatform platform;
    platform.build([](cnb::BuildContext&) { return cnb::BuildResult{.store = cnb::TomlTable{{"k", "v"}}}; });
    platform.build([](cnb::BuildContext& context) {
        EXPECT_EQ(context.store.at("k"), cnb::TomlValue{"v"});
        context.log.step("seen");
        return cnb::BuildResult{};
    });
    EXPECT_EQ(platform.logged(), "  seen\n");
}

TEST(FakePlatformStoryTest, DetectSeesTheApp) {
    FakePlatform platform;
    platform.write_app_file("a/b.txt", "x");
    const auto look = [](const cnb::DetectContext& context) -> cnb::DetectResult {
        if (fs::exists(context.app_directory / "a/b.txt")) return cnb::Pass{};
        return cnb::NotForUs{"no"};
    };
    EXPECT_TRUE(std::holds_alternative<cnb::Pass>(platform.detect(look)));
}

}  // namespace
}  // namespace adder::test
