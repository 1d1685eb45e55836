#include "python/installed/packages.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;

TEST(PackageTextTest, IsTheSameHoweverItIsWritten) {
    EXPECT_EQ(Package::of("Flask_SQLAlchemy", "3.1.1").text(), "flask-sqlalchemy 3.1.1");
    EXPECT_EQ(Package::of("zope.interface", "7.2").text(), "zope-interface 7.2");
    EXPECT_EQ(Package::of("pytz", "2024.02").text(), Package::of("pytz", "2024.2").text());
    EXPECT_EQ(Package::of("a", "1.0RC1").text(), Package::of("a", "1.0rc1").text());
    EXPECT_EQ(Package::of("a", "0.0.0").text(), "a 0.0.0");
    EXPECT_EQ(Package::of("torch", "2.0+cpu").text(), "torch 2.0+cpu");
    EXPECT_EQ(Package::of("a", "").text(), "a");
}

TEST(InstalledPackagesTest, AreTheDistInfoDirectories) {
    const base::TempDir directory;
    EXPECT_TRUE(installed_packages(directory.path()).empty());
    const auto site = directory.path() / "lib/python3.13/site-packages";
    for (const char* name : {"Flask_SQLAlchemy-3.1.1.dist-info", "zope.interface-7.2.dist-info", "flask",
                             "odd.dist-info", "a-1.egg-info"}) {
        base::make_directories(site / name);
    }
    EXPECT_EQ(site_packages_of(directory.path()), site);
    const auto packages = installed_packages(directory.path());
    EXPECT_THAT(packages,
                ElementsAre(Package{"flask-sqlalchemy", "3.1.1"}, Package{"zope-interface", "7.2"}));
    EXPECT_THAT(names_of(packages), ElementsAre("flask-sqlalchemy", "zope-interface"));
}

TEST(ChangesTest, NamesWhatIsNew) {
    EXPECT_EQ(describe_changes({{"a", "1"}, {"b", "1"}}, {{"a", "2"}, {"b", "1"}}), "a 2");
    EXPECT_EQ(describe_changes({{"a", "1"}}, {{"a", "1"}, {"b", "1"}, {"c", "1"}}), "b 1, c 1");
    EXPECT_EQ(describe_changes({{"a", "1"}, {"b", "1"}}, {{"a", "1"}}), "without b 1");
    EXPECT_EQ(describe_changes(
                  {}, {{"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "1"}, {"e", "1"}, {"f", "1"}, {"g", "1"}}),
              "a 1, b 1, c 1, d 1, e 1, 2 more");
}

TEST(PackageTest, IsReadAsItIsWritten) {
    for (const Package& package : {Package{"flask", "3.1.3"}, Package{"flask"}}) {
        EXPECT_EQ(Package::parse(package.text()), package);
    }
    EXPECT_EQ(Package::parse(""), std::nullopt);
    EXPECT_EQ(Package::parse(" 1.0"), std::nullopt);
}

}  // namespace
}  // namespace adder::python
