#include "python/install/venv_layer.hpp"

#include "python/bills/sboms.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const VenvKey cached{"3", "digest target", "uv 1", "fingerprint", "1000", {{"flask", "3.1.3"}}};

WantedVenv wanted() { return {"digest target", "uv 1", "fingerprint", 60s, std::chrono::sys_seconds{1059s}}; }

std::vector<std::string> reasons(const WantedVenv& venv, const VenvKey& key = cached) {
    const cnb::Decision decision = decide(key, venv);
    const auto* discard = std::get_if<cnb::Discard>(&decision);
    return discard ? discard->reasons : std::vector<std::string>{"kept"};
}

TEST(VenvKeyTest, SurvivesItsToml) {
    const cnb::TomlTable toml = cached.to_toml();
    EXPECT_EQ(VenvKey::from_toml({toml, ""}).to_toml(), toml);
}

TEST(VenvKeyTest, PackagesAreOneTextInIt) {
    VenvKey key = cached;
    for (const std::vector<Package>& packages :
         {std::vector<Package>{}, {{"flask", "3.1.3"}}, {{"flask", "3.1.3"}, {"six", "1.17.0"}}}) {
        key.packages = packages;
        const cnb::TomlTable toml = key.to_toml();
        EXPECT_EQ(VenvKey::from_toml({toml, ""}).packages, packages);
        EXPECT_EQ(*toml.find("packages")->second.get_if<std::string>(), packages.empty() ? ""
                                                                        : packages.size() == 1
                                                                            ? "flask 3.1.3"
                                                                            : "flask 3.1.3,six 1.17.0");
    }
}

TEST(VenvKeyTest, TheSameIsKept) { EXPECT_THAT(reasons(wanted()), ElementsAre("kept")); }

TEST(VenvKeyTest, EveryDifferenceIsAReason) {
    EXPECT_THAT(reasons({"other", "uv 2", "other", 60s, std::chrono::sys_seconds{1060s}}),
                ElementsAre("they were installed for another Python", "the requirements changed",
                            "the installer changed from uv 1 to uv 2"));
}

TEST(VenvKeyTest, WhatInstallingLeftInTheAppIsMissingInALaterOne) {
    VenvKey key = cached;
    key.left_in_app = "src/x/fast.so";
    const cnb::TomlTable toml = key.to_toml();
    EXPECT_EQ(VenvKey::from_toml({toml, ""}).left_in_app, "src/x/fast.so");
    EXPECT_THAT(reasons(wanted(), key),
                ElementsAre("installing them also made src/x/fast.so in the app's directory"));
}

TEST(VenvKeyTest, WhatCodeOfOthersChangedIsMadeAnew) {
    VenvKey key = cached;
    key.changed = "venv/lib/x.py";
    const cnb::TomlTable toml = key.to_toml();
    EXPECT_EQ(VenvKey::from_toml({toml, ""}).changed, "venv/lib/x.py");
    EXPECT_THAT(reasons(wanted(), key),
                ElementsAre("something that ran in the last build changed venv/lib/x.py"));
}

/// A layer that the previous build left, as the lifecycle restores it.
class VenvLayerTest : public testing::Test {
  protected:
    void restore(const VenvKey& key, std::string_view bill = "") const {
        base::write_file(
            directory_.path() / "venv.toml",
            base::format("[metadata]\nlayout = \"{}\"\npython = \"{}\"\ninstaller = \"{}\"\n"
                         "requirements = \"{}\"\nresolved-at = \"{}\"\n"
                         "packages = \"flask 3.1.3\"\nbill = \"{}\"\n",
                         key.layout, key.python, key.installer, key.requirements, key.resolved_at, bill));
    }
    VenvLayer layer(const WantedVenv& wanted) const {
        return VenvLayer::open(layers_, project_, wanted, {.launch = true});
    }
    bool is_aged(const WantedVenv& wanted, const VenvKey& key = cached) const {
        restore(key);
        EXPECT_TRUE(layer(wanted).is_current());
        return layer(wanted).is_aged();
    }

    base::TempDir directory_;
    cnb::Layers layers_{directory_.path()};
    Project project_;
};

TEST_F(VenvLayerTest, AResolutionAgesUnlessItIsLocked) {
    EXPECT_FALSE(is_aged(wanted()));
    WantedVenv old = wanted();
    old.now += 1h;
    EXPECT_TRUE(is_aged(old));
    old.max_age = std::nullopt;
    EXPECT_FALSE(is_aged(old));
    WantedVenv always = wanted();
    always.max_age = 0s;
    always.now = std::chrono::sys_seconds{1000s};
    EXPECT_TRUE(is_aged(always));
    VenvKey undated = cached;
    undated.resolved_at = "yesterday";
    EXPECT_TRUE(is_aged(wanted(), undated));
}

TEST_F(VenvLayerTest, WithoutABillOfMaterialsTheRestoredOneIsRemoved) {
    restore(cached, bill_version);
    const auto bill = directory_.path() / "venv.sbom.cdx.json";
    base::write_file(bill, "{}");
    WantedVenv with_bill = wanted();
    with_bill.bill_author = BillAuthor{"Adder", "0.1.0"};
    EXPECT_TRUE(layer(with_bill).is_current());
    EXPECT_TRUE(std::filesystem::exists(bill));
    EXPECT_TRUE(layer(wanted()).is_current());
    EXPECT_FALSE(std::filesystem::exists(bill));
    EXPECT_THAT(layer(with_bill).reasons(), ElementsAre("they have no bill of materials"));
}

TEST_F(VenvLayerTest, ARenewedResolutionIsYoungAgainAndHasNoContents) {
    WantedVenv old = wanted();
    old.now += 1h;
    restore(cached);
    layer(old).renew();
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "venv"));
    EXPECT_TRUE(layer(old).is_current());
    EXPECT_FALSE(layer(old).is_aged());
    EXPECT_THAT(layer(old).packages(), ElementsAre(Package{"flask", "3.1.3"}));
}

}  // namespace
}  // namespace adder::python
