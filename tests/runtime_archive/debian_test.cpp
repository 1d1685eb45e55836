#include "support/errors.hpp"

#include <adder/runtime_archive/debian.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using test::error_text;
using testing::HasSubstr;

TEST(DebianTest, APackageSaysWhatItIs) {
    EXPECT_EQ(parse_control_fields("Package: p\nVersion: 1:2-3\nArchitecture: all\n"),
              (DebianPackage{"p", "1:2-3", "all"}));
}

TEST(DebianTest, AllFieldsAreNeeded) {
    EXPECT_THAT(error_text([] { parse_control_fields("Package: p\nArchitecture: all\n"); }),
                HasSubstr("Version"));
    EXPECT_THAT(error_text([] { parse_control_fields(""); }), HasSubstr("Package"));
}

TEST(DebianTest, WhatIsNoPackageIsNamed) {
    EXPECT_THAT(error_text([] { read_debian_package("/nowhere.deb", {{"PATH", "/usr/bin:/bin"}}); }),
                HasSubstr("/nowhere.deb"));
}

}  // namespace
}  // namespace adder::runtime_archive
