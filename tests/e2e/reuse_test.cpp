// What becomes of a layer in the next build: what is taken over, what is dropped, and what a cache that does
// not fit does to it. Real rebuilds.

#include "rebuilds.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

namespace code = lifecycle_code;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// Reuse.

TEST(ReuseTest, WithoutADirectoryALaunchLayerIsThePreviousImages) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.build();
    const ImageLayer before = rebuilds.layer();

    rebuilds.declare(launch_only, "key = \"2\"\n");
    const std::string log = rebuilds.build();
    EXPECT_THAT(log, HasSubstr("Reusing layer 'test/probe:a'"));
    EXPECT_FALSE(rebuilds.found("a"));
    const ImageLayer after = rebuilds.layer();
    EXPECT_EQ(after.digest, before.digest);
    EXPECT_EQ(after.metadata, (cnb::TomlTable{{"key", "2"}}));
    EXPECT_THAT(rebuilds.project.image().files_in(after.digest),
                testing::Contains(testing::EndsWith("/a/file")));
}

/// Some releases of the lifecycle write images with other layers (docs/platforms.md).
TEST(ReuseTest, TheManifestHasTheLayersThatTheConfigurationNames) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.build();
    EXPECT_EQ(rebuilds.project.image().layers_that_do_not_fit(), "");
    rebuilds.declare(launch_only);
    rebuilds.build();
    EXPECT_EQ(rebuilds.project.image().layers_that_do_not_fit(), "") << "with a layer of the previous image";
}

TEST(ReuseTest, AnEmptyDirectoryReplacesTheContents) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.build();
    const ImageLayer before = rebuilds.layer();

    rebuilds.declare(launch_only);
    rebuilds.probe.build_makes_directory("a");
    rebuilds.build();
    const ImageLayer after = rebuilds.layer();
    EXPECT_NE(after.digest, before.digest);
    EXPECT_THAT(rebuilds.project.image().files_in(after.digest),
                Not(testing::Contains(HasSubstr("/a/file"))));
}

TEST(ReuseTest, TheSameContentsAreTheSameLayer) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.build();
    const ImageLayer before = rebuilds.layer();
    const std::string log = rebuilds.build();
    EXPECT_THAT(log, HasSubstr("Reusing layer 'test/probe:a'"));
    EXPECT_EQ(rebuilds.layer().digest, before.digest);
    rebuilds.make(launch_only, "2");
    EXPECT_THAT(rebuilds.build(), HasSubstr("Adding layer 'test/probe:a'"));
    EXPECT_NE(rebuilds.layer().digest, before.digest);
}

TEST(ReuseTest, WhatTheBuildDoesNotDeclareAgainIsDropped) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.build();
    ASSERT_TRUE(rebuilds.has_layer());
    rebuilds.probe.build_nothing();
    rebuilds.build();
    EXPECT_TRUE(rebuilds.found("a.toml"));
    EXPECT_FALSE(rebuilds.has_layer());
}

TEST(ReuseTest, ALayerOfTheCacheThatIsNotDeclaredAgainIsDroppedFromIt) {
    Rebuilds rebuilds;
    rebuilds.make(cache_only);
    rebuilds.build();
    rebuilds.probe.build_nothing();
    rebuilds.build();
    EXPECT_TRUE(rebuilds.found("a/file"));
    rebuilds.build();
    EXPECT_FALSE(rebuilds.found("a.toml"));
}

TEST(ReuseTest, WithoutAPreviousImageThereIsNothingToReuse) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.build();
    rebuilds.project.forget_image();
    rebuilds.declare(launch_only);
    EXPECT_THAT(rebuilds.build_failing_with(code::export_error), HasSubstr("cannot reuse"));
}

TEST(ReuseTest, ALayerThePreviousImageDidNotHaveCannotBeReused) {
    Rebuilds rebuilds;
    rebuilds.build();
    rebuilds.declare(launch_only);
    EXPECT_THAT(rebuilds.build_failing_with(code::export_error), HasSubstr("cannot reuse"));
}

TEST(ReuseTest, ACachedLaunchLayerNeedsItsContents) {
    Rebuilds rebuilds;
    rebuilds.make(launch_and_cache);
    rebuilds.build();
    rebuilds.declare(launch_and_cache);
    rebuilds.build();  // restored, and left as it was
    rebuilds.probe.build_removes("a");
    EXPECT_THAT(rebuilds.build_failing_with(code::export_error), HasSubstr("cache=true but has no contents"));
}

TEST(ReuseTest, ACacheLayerWithoutContentsIsAWarning) {
    Rebuilds rebuilds;
    rebuilds.declare(cache_only);
    EXPECT_THAT(rebuilds.build(),
                HasSubstr("Failed to cache layer 'test/probe:a' because it has no contents"));
}

// A cache that does not fit, or is damaged.

TEST(CacheTest, ALayerOfAnotherBuildIsRemoved) {
    Rebuilds rebuilds;
    rebuilds.make(launch_and_cache, "1");
    rebuilds.build();
    const WorkDirectory copies;
    fs::copy(rebuilds.project.image_layout(), copies.path() / "first", fs::copy_options::recursive);
    rebuilds.make(launch_and_cache, "2");
    rebuilds.build();
    // As after a rollback: the image is the first build's, the cache the second's.
    rebuilds.project.forget_image();
    fs::copy(copies.path() / "first", rebuilds.project.image_layout(), fs::copy_options::recursive);

    EXPECT_THAT(rebuilds.build(), HasSubstr("Removing \"test/probe:a\", wrong sha"));
    EXPECT_FALSE(rebuilds.found("a.toml"));
    EXPECT_FALSE(rebuilds.found("a"));
}

class DamagedCacheTest : public testing::Test {
  protected:
    /// The file of the layer in the cache; there is one more, of its SBOM.
    fs::path cached_layer() const { return rebuilds_.project.cache() / "committed" / (digest_ + ".tar"); }

    void SetUp() override {
        rebuilds_.make(launch_and_cache);
        rebuilds_.build();
        digest_ = rebuilds_.layer().digest;
        ASSERT_TRUE(fs::exists(cached_layer()));
    }

    void expect_metadata_without_contents(const std::string& log) {
        EXPECT_THAT(log, HasSubstr("Skipping restore for layer test/probe:a"));
        EXPECT_TRUE(rebuilds_.found("a.toml"));
        EXPECT_FALSE(rebuilds_.found("a"));
    }

    Rebuilds rebuilds_;
    std::string digest_;
};

TEST_F(DamagedCacheTest, AChangedLayerIsNotRestored) {
    std::string tar = base::read_file(cached_layer());
    tar[tar.size() / 2] ^= 1;
    base::write_file(cached_layer(), tar);
    expect_metadata_without_contents(rebuilds_.build());
}

TEST_F(DamagedCacheTest, AMissingLayerIsNotRestored) {
    fs::remove(cached_layer());
    expect_metadata_without_contents(rebuilds_.build());
}

TEST_F(DamagedCacheTest, UnreadableMetadataIsAnEmptyCache) {
    base::write_file(rebuilds_.project.cache() / "committed/io.buildpacks.lifecycle.cache.metadata", "{");
    rebuilds_.build();
    EXPECT_FALSE(rebuilds_.found("a.toml"));
    EXPECT_FALSE(rebuilds_.found("a"));
}

// What is kept with the image alone.

TEST(StoreTest, TheStoreComesFromTheImage) {
    Rebuilds rebuilds;
    rebuilds.probe.build_writes("store.toml", "[metadata]\nkey = \"1\"\n");
    rebuilds.build();
    EXPECT_EQ(rebuilds.project.image().store_of("test/probe"), (cnb::TomlTable{{"key", "1"}}));

    rebuilds.probe.build_nothing();
    rebuilds.project.forget_cache();
    rebuilds.build();
    EXPECT_EQ(rebuilds.found_text("store.toml"), "[metadata]\n  key = \"1\"\n");
    // Left alone, it is kept.
    EXPECT_EQ(rebuilds.project.image().store_of("test/probe"), (cnb::TomlTable{{"key", "1"}}));

    rebuilds.project.forget_image();
    rebuilds.build();
    EXPECT_FALSE(rebuilds.found("store.toml"));
}

TEST(StoreTest, ARemovedStoreIsGone) {
    Rebuilds rebuilds;
    rebuilds.probe.build_writes("store.toml", "[metadata]\nkey = \"1\"\n");
    rebuilds.build();
    rebuilds.probe.build_nothing();
    rebuilds.probe.build_removes("store.toml");
    rebuilds.build();
    EXPECT_TRUE(rebuilds.found("store.toml"));
    EXPECT_EQ(rebuilds.project.image().store_of("test/probe"), cnb::TomlTable{});
    rebuilds.build();
    EXPECT_FALSE(rebuilds.found("store.toml"));
}

// SBOMs.

TEST(SbomTest, OfALayerWithADotItIsLost) {
    Rebuilds rebuilds;
    rebuilds.probe.build_writes("py-3.12.toml", launch_only.toml());
    rebuilds.probe.build_writes("py-3.12/file", "x");
    rebuilds.probe.build_writes("py-3.12.sbom.cdx.json", "{}");
    rebuilds.build();
    rebuilds.build();
    EXPECT_TRUE(rebuilds.found("py-3.12.toml"));
    EXPECT_FALSE(rebuilds.found("py-3.12.sbom.cdx.json"));
}

TEST(SbomTest, ThoseOfNoLayerAreNotRestored) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.probe.build_writes("launch.sbom.cdx.json", "{}");
    rebuilds.probe.build_writes("build.sbom.cdx.json", "{}");
    rebuilds.build();
    rebuilds.build();
    EXPECT_TRUE(rebuilds.found("a.sbom.cdx.json"));
    EXPECT_FALSE(rebuilds.found("launch.sbom.cdx.json"));
    EXPECT_FALSE(rebuilds.found("build.sbom.cdx.json"));
}

/// What the buildpack does not remove is taken for the new layer's.
TEST(SbomTest, AStaleOneStaysWithALayerThatIsMadeAnew) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only, "1");
    rebuilds.build();
    rebuilds.declare(launch_only);
    rebuilds.probe.build_writes("a/file", "2");
    rebuilds.build();
    rebuilds.build();
    EXPECT_EQ(rebuilds.found_text("a.sbom.cdx.json"), "{\"of\": \"1\"}");
}

}  // namespace
}  // namespace adder::test
