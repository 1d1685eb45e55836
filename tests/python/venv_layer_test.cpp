#include <adder/base/files.hpp>
#include <adder/python/venv_layer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const VenvKey cached{"1", "digest target", "uv 1", "fingerprint", "1000", {"flask 3.1.3"}};

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

TEST(VenvKeyTest, TheSameIsKept) { EXPECT_THAT(reasons(wanted()), ElementsAre("kept")); }

TEST(VenvKeyTest, EveryDifferenceIsAReason) {
    EXPECT_THAT(reasons({"other", "uv 2", "other", 60s, std::chrono::sys_seconds{1060s}}),
                ElementsAre("they were installed for another Python", "the requirements changed",
                            "the installer changed from uv 1 to uv 2",
                            "their versions are not pinned by hashes and were chosen too long ago"));
}

TEST(VenvKeyTest, AResolutionAgesUnlessItIsLocked) {
    WantedVenv old = wanted();
    old.now += 1h;
    EXPECT_NE(reasons(old).front(), "kept");
    old.max_age = std::nullopt;
    EXPECT_EQ(reasons(old).front(), "kept");
    WantedVenv always = wanted();
    always.max_age = 0s;
    always.now = std::chrono::sys_seconds{1000s};
    EXPECT_NE(reasons(always).front(), "kept");
    VenvKey undated = cached;
    undated.resolved_at = "yesterday";
    EXPECT_NE(reasons(wanted(), undated).front(), "kept");
}

TEST(InstalledPackagesTest, AreTheDistInfoDirectories) {
    const base::TempDir directory;
    const auto site = directory.path() / "lib/python3.13/site-packages";
    for (const char* name : {"Flask_SQLAlchemy-3.1.1.dist-info", "zope.interface-7.2.dist-info", "flask",
                             "odd.dist-info", "a-1.egg-info"}) {
        base::make_directories(site / name);
    }
    const auto packages = installed_packages(directory.path());
    EXPECT_THAT(packages, ElementsAre("flask-sqlalchemy 3.1.1", "zope-interface 7.2"));
    EXPECT_THAT(names_of(packages), ElementsAre("flask-sqlalchemy", "zope-interface"));
}

}  // namespace
}  // namespace adder::python
