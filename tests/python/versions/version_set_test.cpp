#include "python/versions/version_set.hpp"

#include <gtest/gtest.h>

namespace adder::python {
namespace {

TEST(VersionSetTest, IsOneRelease) {
    EXPECT_EQ(VersionSet::pep440("==3.13.5")->only_release(), PythonVersion::parse("3.13.5"));
    EXPECT_EQ(VersionSet::pep440("== 3.15rc1")->only_release(), PythonVersion::parse("3.15.0rc1"));
    for (const char* text :
         {"==3.13.*", ">=3.13.5", "==3.13.5,!=3.13.6", "==3.13.5.post1", "==1!3.13.5", ""}) {
        EXPECT_EQ(VersionSet::pep440(text)->only_release(), std::nullopt) << text;
    }
}

TEST(VersionSetTest, IsOneSeries) {
    EXPECT_EQ(VersionSet::pep440("==3.13.*")->only_series(), (PythonVersion{3, 13, 0}));
    for (const char* text : {"==3.13", "==3.*", "==3.13.5.*", "!=3.13.*"}) {
        EXPECT_EQ(VersionSet::pep440(text)->only_series(), std::nullopt) << text;
    }
}

TEST(VersionSetTest, ContainsPythons) {
    EXPECT_TRUE(VersionSet::pep440(">=3.13")->contains(*PythonVersion::parse("3.14.0b1")));
    EXPECT_FALSE(VersionSet::pep440(">=3.15")->contains(*PythonVersion::parse("3.15.0rc1")));
    EXPECT_TRUE(VersionSet::poetry("^3.13")->contains({3, 14, 0}));
    EXPECT_TRUE(VersionSet::major(3).contains({3, 0, 0}));
    EXPECT_FALSE(VersionSet::major(3).contains({2, 7, 18}));
    EXPECT_EQ(VersionSet::major(3).text(), "3");
}

}  // namespace
}  // namespace adder::python
