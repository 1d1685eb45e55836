#include <adder/base/error.hpp>
#include <adder/cnb/target.hpp>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

TEST(TargetTest, OnlySystemAndArchitectureAreAlwaysKnown) {
    const Target target = Target::from({{"CNB_TARGET_OS", "linux"}, {"CNB_TARGET_ARCH", "arm64"}});
    EXPECT_EQ(target, (Target{"linux", "arm64", {}, {}, {}}));
    EXPECT_EQ(target.describe(), "linux/arm64");
}

TEST(TargetTest, DescribesEverythingItKnows) {
    const Target target = Target::from({{"CNB_TARGET_OS", "linux"},
                                        {"CNB_TARGET_ARCH", "arm"},
                                        {"CNB_TARGET_ARCH_VARIANT", "v7"},
                                        {"CNB_TARGET_DISTRO_NAME", "debian"},
                                        {"CNB_TARGET_DISTRO_VERSION", "12"}});
    EXPECT_EQ(target.describe(), "linux/arm/v7 · debian 12");
}

TEST(TargetTest, AnEmptyVariableIsAnAbsentOne) {
    EXPECT_EQ(Target::from(
                  {{"CNB_TARGET_OS", "linux"}, {"CNB_TARGET_ARCH", "amd64"}, {"CNB_TARGET_DISTRO_NAME", ""}})
                  .distro_name,
              std::nullopt);
    EXPECT_THROW(Target::from({{"CNB_TARGET_OS", ""}, {"CNB_TARGET_ARCH", "amd64"}}), base::Error);
}

}  // namespace
}  // namespace adder::cnb
