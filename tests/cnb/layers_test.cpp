#include <adder/base/files.hpp>
#include <adder/cnb/layers.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace adder::cnb {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

struct Key {
    std::string version;

    static Key from_toml(const TomlReader& reader) { return {reader.text("version")}; }
    TomlTable to_toml() const { return {{"version", version}}; }
};

std::function<Decision(const Key&)> wants(std::string version) {
    return [version](const Key& cached) {
        return KeyComparison{}.field("it", cached.version, version).decision();
    };
}

class LayersTest : public testing::Test {
  protected:
    /// What the lifecycle leaves for the next build.
    void restore(std::string_view toml, bool contents) {
        base::write_file(at("x.toml"), toml);
        if (contents) base::make_directories(at("x"));
    }
    CachedLayer<Key> open(LayerTypes types, std::string version = "1") {
        return layers_.cached<Key>("x", types, wants(std::move(version)));
    }
    fs::path at(const char* name) const { return directory_.path() / name; }
    TomlTable toml() const { return read_toml_file(at("x.toml")); }

    base::TempDir directory_;
    Layers layers_{directory_.path()};
    static constexpr LayerTypes launch_only{.launch = true};
    static constexpr LayerTypes cached{.launch = true, .cache = true};
};

TEST_F(LayersTest, ALayerThatWasNeverThereIsNotKeptAndNeedsNoReason) {
    const auto layer = open(launch_only);
    EXPECT_FALSE(layer.is_kept());
    EXPECT_THAT(layer.reasons(), ElementsAre());
    EXPECT_THROW(layer.keep(), std::logic_error);
}

TEST_F(LayersTest, ALaunchOnlyLayerIsKeptWithoutContents) {
    restore("[metadata]\nversion='1'", false);
    const auto layer = open(launch_only);
    ASSERT_TRUE(layer.is_kept());
    layer.keep();
    EXPECT_EQ(toml(),
              parse_toml("[types]\nlaunch=true\nbuild=false\ncache=false\n[metadata]\nversion='1'", ""));
    EXPECT_FALSE(fs::exists(at("x")));
}

TEST_F(LayersTest, ContentsMadeForTheBuildAreGoneWhenALaunchOnlyLayerIsKept) {
    restore("[metadata]\nversion='1'", false);
    const auto layer = open(launch_only);
    layer.fill({}, Filling::staged, [](const fs::path&) { return Key{"1"}; });
    EXPECT_TRUE(fs::exists(at("x")));
    layer.keep();
    EXPECT_FALSE(fs::exists(at("x")));
}

TEST_F(LayersTest, ACachedLayerIsKeptWithItsContentsOnly) {
    restore("[metadata]\nversion='1'", true);
    const auto kept = open(cached);
    kept.keep();
    EXPECT_TRUE(fs::exists(at("x")));

    base::remove_tree(at("x"));
    const auto lost = open(cached);
    EXPECT_THAT(lost.reasons(), ElementsAre("its contents were not restored"));
}

TEST_F(LayersTest, ADiscardedLayerIsGoneAtOnceWithItsSboms) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x.sbom.cdx.json"), "{}");
    const auto layer = open(cached, "2");
    EXPECT_THAT(layer.reasons(), ElementsAre("it changed from 1 to 2"));
    EXPECT_EQ(layer.restored()->version, "1");
    EXPECT_TRUE(fs::is_empty(directory_.path()));
}

TEST_F(LayersTest, MetadataThatCannotBeUsedDiscardsAndFailsNothing) {
    for (const char* text :
         {"[metadata]\nother='1'", "[metadata]\nversion=1", "not toml", "", "[types]\nlaunch=true"}) {
        restore(text, true);
        const auto layer = open(cached);
        EXPECT_FALSE(layer.is_kept()) << text;
        EXPECT_THAT(layer.reasons(), ElementsAre(HasSubstr("its metadata cannot be used"))) << text;
        EXPECT_FALSE(fs::exists(at("x"))) << text;
    }
}

TEST_F(LayersTest, FillingWritesContentsAndKey) {
    const auto layer = open(launch_only);
    LayerEnv env;
    env.set(EnvScope::launch, EnvAction::override_value, "V", "x");
    layer.fill(env, Filling::staged, [&](const fs::path& directory) {
        EXPECT_NE(directory, layer.path());
        EXPECT_FALSE(fs::exists(layer.path()));
        base::write_file(directory / "f", "new");
        return Key{"1"};
    });
    EXPECT_EQ(base::read_file(at("x/f")), "new");
    EXPECT_EQ(base::read_file(at("x/env.launch/V.override")), "x");
    EXPECT_EQ(toml().at("metadata"), TomlValue(TomlTable{{"version", "1"}}));
    EXPECT_EQ(std::distance(fs::directory_iterator{directory_.path()}, {}), 2);
}

TEST_F(LayersTest, AFailedFillLeavesNothing) {
    struct Failure {};
    for (const Filling filling : {Filling::staged, Filling::in_place}) {
        restore("[metadata]\nversion='1'", true);
        const auto layer = open(cached);
        EXPECT_THROW(layer.fill({}, filling,
                                [](const fs::path& directory) -> Key {
                                    base::write_file(directory / "half", "");
                                    throw Failure{};
                                }),
                     Failure);
        EXPECT_TRUE(fs::is_empty(directory_.path()));
    }
}

TEST_F(LayersTest, LeftoversOfAKilledBuildAreNoLayer) {
    base::make_directories(at("x"));
    base::write_file(at("x/half"), "");
    base::make_directories(at(".x.new"));
    const auto layer = open(launch_only);
    EXPECT_FALSE(layer.is_kept());
    layer.fill({}, Filling::staged, [](const fs::path&) { return Key{"1"}; });
    EXPECT_TRUE(fs::is_empty(at("x")));
    EXPECT_FALSE(fs::exists(at(".x.new")));
}

TEST_F(LayersTest, ReadOnlyContentsAreReplacedToo) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x/f"), "");
    ::chmod(at("x").c_str(), 0555);
    const auto layer = open(cached, "2");
    EXPECT_FALSE(fs::exists(at("x")));
}

TEST_F(LayersTest, UpdatingAddsToWhatIsThere) {
    restore("[metadata]\nversion='1'", true);
    base::write_file(at("x/old"), "");
    open(cached).update(Key{"1"}, [](const fs::path& directory) { base::write_file(directory / "new", ""); });
    EXPECT_TRUE(fs::exists(at("x/old")));
    EXPECT_TRUE(fs::exists(at("x/new")));
}

TEST_F(LayersTest, NamesTheLifecycleWouldMisunderstandAreFaultsOfTheProgram) {
    for (const char* name : {"", "build", "launch", "store", "py-3.12", "a/b", "..", "a b"}) {
        EXPECT_THROW((LayerFiles{directory_.path(), name}), std::logic_error) << name;
    }
}

TEST(KeyComparisonTest, ListsEveryDifference) {
    const Decision decision =
        KeyComparison{}.field("a", "1", "2").field("b", "1", "1").differs_if(true, "c").decision();
    EXPECT_THAT(std::get<Discard>(decision).reasons, ElementsAre("a changed from 1 to 2", "c"));
    EXPECT_TRUE(std::holds_alternative<Keep>(KeyComparison{}.decision()));
}

}  // namespace
}  // namespace adder::cnb
