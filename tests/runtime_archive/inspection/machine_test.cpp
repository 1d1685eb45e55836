#include "runtime_archive/inspection/machine.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

TEST(TargetTest, IsReadFromOsRelease) {
    EXPECT_EQ(
        complete_target({}, "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n",
                        "x86_64"),
        (runtimes::Target{"linux", "amd64", "debian", "12"}));
    EXPECT_EQ(complete_target({}, "VERSION_ID='24.04'\r\nID_LIKE=debian\r\nID=ubuntu\r\n", "aarch64"),
              (runtimes::Target{"linux", "arm64", "ubuntu", "24.04"}));
}

TEST(TargetTest, WhatIsUnknownNamesTheOptionThatSaysIt) {
    const auto message_of = [](const char* os_release, const char* machine) -> std::string {
        try {
            complete_target({}, os_release, machine);
        } catch (const base::Error& error) {
            return error.message();
        }
        return "accepted";
    };
    EXPECT_THAT(message_of("ID=debian\n", "x86_64"), testing::HasSubstr("--distro-version"));
    EXPECT_THAT(message_of("", "x86_64"), testing::HasSubstr("ID"));
    EXPECT_THAT(message_of("ID=debian\nVERSION_ID=12\n", "sparc"), testing::HasSubstr("--arch"));
}

/// Debian's testing and unstable have no VERSION_ID.
TEST(TargetTest, WhatIsGivenNeedsNoAnswerFromTheMachine) {
    EXPECT_EQ(complete_target({"linux", "", "", "sid"}, "ID=debian\n", "x86_64"),
              (runtimes::Target{"linux", "amd64", "debian", "sid"}));
    EXPECT_EQ(complete_target({"linux", "arm64", "debian", "sid"}, "", "sparc"),
              (runtimes::Target{"linux", "arm64", "debian", "sid"}));
}

TEST(TargetTest, ThisMachineHasOne) { EXPECT_EQ(target_of_this_machine().os, "linux"); }

}  // namespace
}  // namespace adder::runtime_archive
