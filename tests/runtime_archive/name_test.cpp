#include <adder/base/error.hpp>
#include <adder/runtime_archive/name.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

TEST(VersionTest, ReadsWhatItWrites) {
    for (const char* text : {"3.13.5", "3.10.0", "3.15.0a1", "3.15.0b4", "3.15.0rc2"}) {
        EXPECT_EQ(Version::parse(text).text(), text);
    }
    EXPECT_EQ(Version::parse("3.13.5").series(), "3.13");
}

class BadVersionTest : public testing::TestWithParam<const char*> {};

TEST_P(BadVersionTest, IsRefused) { EXPECT_THROW(Version::parse(GetParam()), base::Error); }

INSTANTIATE_TEST_SUITE_P(Texts, BadVersionTest,
                         testing::Values("", "3", "3.13", "3.13.", "3.13.5.1", "2.7.18", "4.0.0", "v3.13.5",
                                         "3.13.5 ", "3.13.5rc", "3.13.5c1", "3.13.x", "3.13.5-1",
                                         "../3.1.1"));

TEST(VersionTest, SortsAsReleased) {
    const char* in_order[] = {"3.9.25",    "3.13.5",   "3.13.10",   "3.15.0a2",
                              "3.15.0a10", "3.15.0b1", "3.15.0rc1", "3.15.0"};
    for (std::size_t i = 0; i + 1 < std::size(in_order); ++i) {
        EXPECT_LT(Version::parse(in_order[i]), Version::parse(in_order[i + 1]));
        EXPECT_FALSE(Version::parse(in_order[i + 1]) < Version::parse(in_order[i]));
    }
}

struct FileNameCase {
    const char* version;
    unsigned build;
    Target target;
    const char* name;
};

class FileNameTest : public testing::TestWithParam<FileNameCase> {};

TEST_P(FileNameTest, FollowsTheUrlScheme) {
    const FileNameCase& given = GetParam();
    EXPECT_EQ(archive_file_name(Version::parse(given.version), given.build, given.target), given.name);
}

INSTANTIATE_TEST_SUITE_P(
    Names, FileNameTest,
    testing::Values(
        FileNameCase{
            "3.13.5", 1, {"linux", "amd64", "debian", "12"}, "python-3.13.5-debian-12-amd64.tar.zst"},
        FileNameCase{
            "3.13.5", 2, {"linux", "amd64", "debian", "12"}, "python-3.13.5+2-debian-12-amd64.tar.zst"},
        FileNameCase{
            "3.12.3", 1, {"linux", "arm64", "ubuntu", "24.04"}, "python-3.12.3-ubuntu-24.04-arm64.tar.zst"},
        FileNameCase{"3.15.0rc1",
                     12,
                     {"linux", "amd64", "alpine", "3.22"},
                     "python-3.15.0rc1+12-alpine-3.22-amd64.tar.zst"}));

TEST(TargetTest, IsReadFromOsRelease) {
    EXPECT_EQ(target_from("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n",
                          "x86_64"),
              (Target{"linux", "amd64", "debian", "12"}));
    EXPECT_EQ(target_from("VERSION_ID='24.04'\r\nID_LIKE=debian\r\nID=ubuntu\r\n", "aarch64"),
              (Target{"linux", "arm64", "ubuntu", "24.04"}));
}

TEST(TargetTest, WhatIsUnknownNamesTheOptionThatSaysIt) {
    const auto message_of = [](const char* os_release, const char* machine) -> std::string {
        try {
            target_from(os_release, machine);
        } catch (const base::Error& error) {
            return error.message();
        }
        return "accepted";
    };
    EXPECT_THAT(message_of("ID=debian\n", "x86_64"), testing::HasSubstr("--distro-version"));
    EXPECT_THAT(message_of("", "x86_64"), testing::HasSubstr("ID"));
    EXPECT_THAT(message_of("ID=debian\nVERSION_ID=12\n", "sparc"), testing::HasSubstr("--arch"));
}

TEST(TargetTest, ThisMachineHasOne) { EXPECT_EQ(target_of_this_machine().os, "linux"); }

}  // namespace
}  // namespace adder::runtime_archive
