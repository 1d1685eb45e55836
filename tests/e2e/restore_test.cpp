// What of a layer is there again in the next build, told apart by its types and by what the platform still
// has.

#include "rebuilds.hpp"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace adder::test {
namespace {

using testing::Values;

// The table of types.

/// What the next build finds.
struct Restored {
    bool metadata;
    bool contents;
    bool sbom;

    bool operator==(const Restored&) const = default;
};

std::ostream& operator<<(std::ostream& stream, const Restored& restored) {
    return stream << "metadata " << (restored.metadata ? "yes" : "no") << ", contents "
                  << (restored.contents ? "yes" : "no") << ", SBOM " << (restored.sbom ? "yes" : "no");
}

struct TypesCase {
    const char* name;
    Types types;
    Restored with_everything;
    Restored without_cache;
    Restored without_image;
    /// SBOMs are restored wherever the buildpack's layers directory exists at all, which another layer sees
    /// to.
    bool sbom_beside_another_layer;
    bool sbom_beside_another_layer_without_cache;
};

std::ostream& operator<<(std::ostream& stream, const TypesCase& types) { return stream << types.name; }

class RestoredTypesTest : public testing::TestWithParam<TypesCase> {
  protected:
    /// Builds, calls `forget`, and builds the same again.
    template <typename Forget>
    Restored restored_after(const Forget& forget) {
        rebuilds_.make(GetParam().types);
        if (beside_another_) {
            rebuilds_.probe.build_writes("another.toml", launch_only.toml());
            rebuilds_.probe.build_writes("another/file", "x");
        }
        rebuilds_.build();
        forget(rebuilds_.project);
        rebuilds_.build();
        return {rebuilds_.found("a.toml"), rebuilds_.found("a/file"), rebuilds_.found("a.sbom.cdx.json")};
    }

    Rebuilds rebuilds_;
    bool beside_another_ = false;
};

TEST_P(RestoredTypesTest, WithImageAndCache) {
    EXPECT_EQ(restored_after([](Project&) {}), GetParam().with_everything);
}

TEST_P(RestoredTypesTest, WithoutTheCache) {
    EXPECT_EQ(restored_after([](Project& project) { project.forget_cache(); }), GetParam().without_cache);
}

TEST_P(RestoredTypesTest, WithoutTheImage) {
    EXPECT_EQ(restored_after([](Project& project) { project.forget_image(); }), GetParam().without_image);
}

TEST_P(RestoredTypesTest, SbomBesideAnotherLayer) {
    beside_another_ = true;
    Restored expected = GetParam().with_everything;
    expected.sbom = GetParam().sbom_beside_another_layer;
    EXPECT_EQ(restored_after([](Project&) {}), expected);
}

TEST_P(RestoredTypesTest, SbomBesideAnotherLayerWithoutTheCache) {
    beside_another_ = true;
    Restored expected = GetParam().without_cache;
    expected.sbom = GetParam().sbom_beside_another_layer_without_cache;
    EXPECT_EQ(restored_after([](Project& project) { project.forget_cache(); }), expected);
}

constexpr Restored everything{true, true, true};
constexpr Restored nothing{false, false, false};
constexpr Restored all_but_contents{true, false, true};

INSTANTIATE_TEST_SUITE_P(
    Types, RestoredTypesTest,
    Values(TypesCase{"build_cache_launch", {true, true, true}, everything, nothing, everything, true, true},
           TypesCase{"build_cache", {true, true, false}, everything, nothing, everything, true, false},
           TypesCase{"build_launch", {true, false, true}, nothing, nothing, nothing, true, true},
           TypesCase{"build", {true, false, false}, nothing, nothing, nothing, false, false},
           TypesCase{"cache_launch", {false, true, true}, everything, nothing, everything, true, true},
           TypesCase{"cache", {false, true, false}, everything, nothing, everything, true, false},
           TypesCase{"launch", {false, false, true}, all_but_contents, all_but_contents, nothing, true, true},
           TypesCase{"none", {false, false, false}, nothing, nothing, nothing, false, false}),
    [](const auto& test) { return test.param.name; });

TEST(RestoreTest, BeforePlatformApi014TheCacheAloneRestoresNoLaunchLayer) {
    Rebuilds rebuilds{"0.13"};
    rebuilds.make(launch_and_cache);
    rebuilds.build();
    rebuilds.project.forget_image();
    rebuilds.build();
    EXPECT_FALSE(rebuilds.found("a.toml"));
    EXPECT_FALSE(rebuilds.found("a"));
}

// What restored metadata looks like.

TEST(RestoreTest, TypesAreNotRestored) {
    for (const Types types : {launch_only, cache_only, launch_and_cache}) {
        Rebuilds rebuilds;
        rebuilds.make(types);
        rebuilds.build();
        rebuilds.build();
        EXPECT_EQ(rebuilds.found_text("a.toml"), "[metadata]\n  key = \"1\"\n");
    }
}

TEST(RestoreTest, WithoutMetadataTheFileIsEmpty) {
    Rebuilds rebuilds;
    rebuilds.make(launch_only);
    rebuilds.probe.build_writes("a.toml", launch_only.toml());
    rebuilds.build();
    rebuilds.build();
    EXPECT_EQ(rebuilds.found_text("a.toml"), "");
}

constexpr const char* values =
    "integer = 42\narray = [1, 2]\nbig = 9007199254740993\nfloat = 1.5\ndate = 2024-01-02T03:04:05Z\n"
    "text = \"t\"\ntruth = true\n[metadata.table]\ninner = 7\n";
constexpr const char* values_restored =
    "[metadata]\n"
    "  array = [1.0, 2.0]\n"
    "  big = 9.007199254740992e+15\n"
    "  date = \"2024-01-02T03:04:05Z\"\n"
    "  float = 1.5\n"
    "  integer = 42.0\n"
    "  text = \"t\"\n"
    "  truth = true\n"
    "  [metadata.table]\n"
    "    inner = 7.0\n";

/// Lifecycle 0.21.0 writes large numbers in full, later ones with an exponent.
std::string with_exponents(std::string toml) {
    const std::string in_full = "9007199254740992.0";
    const std::size_t at = toml.find(in_full);
    return at == std::string::npos ? toml : toml.replace(at, in_full.size(), "9.007199254740992e+15");
}

TEST(RestoreTest, NumbersBecomeFloatsAndDatesBecomeText) {
    for (const Types types : {launch_only, cache_only}) {  // from the image, from the cache
        Rebuilds rebuilds;
        rebuilds.make(types, "1", values);
        rebuilds.build();
        rebuilds.build();
        EXPECT_EQ(with_exponents(rebuilds.found_text("a.toml")), values_restored);
    }
}

TEST(RestoreTest, TheStoreDoesAsMuchToItsValues) {
    Rebuilds rebuilds;
    rebuilds.probe.build_writes("store.toml", std::string{"[metadata]\n"} + values);
    rebuilds.build();
    rebuilds.build();
    EXPECT_EQ(with_exponents(rebuilds.found_text("store.toml")), values_restored);
}

}  // namespace
}  // namespace adder::test
