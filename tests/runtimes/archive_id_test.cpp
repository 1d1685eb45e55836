#include "runtimes/archive_id.hpp"

#include <gtest/gtest.h>

namespace adder::runtimes {
namespace {

const Target debian{"linux", "amd64", "debian", "12"};

ArchiveId id(const char* version, unsigned build = 1, const Target& target = debian) {
    return {.version = *PythonVersion::parse(version), .build = build, .target = target};
}

ArchiveId special(const char* version, unsigned build, bool free_threaded, Variant variant) {
    ArchiveId special = id(version, build);
    special.free_threaded = free_threaded;
    special.variant = variant;
    return special;
}

struct NameCase {
    const char* name;
    ArchiveId id;
    const char* file;
};
class ArchiveNameTest : public testing::TestWithParam<NameCase> {};

TEST_P(ArchiveNameTest, SaysWhatTheArchiveIs) {
    EXPECT_EQ(archive_file_name(GetParam().id), GetParam().file);
    EXPECT_EQ(parse_archive_file_name(GetParam().file), GetParam().id);
    EXPECT_TRUE(is_plain_file_name(GetParam().file));
}

INSTANTIATE_TEST_SUITE_P(
    Names, ArchiveNameTest,
    testing::Values(NameCase{"release", id("3.13.5"), "python-3.13.5-debian-12-amd64.tar.zst"},
                    NameCase{"rebuild", id("3.13.5", 2), "python-3.13.5+2-debian-12-amd64.tar.zst"},
                    NameCase{"dotted_distribution", id("3.12.3", 1, {"linux", "arm64", "ubuntu", "24.04"}),
                             "python-3.12.3-ubuntu-24.04-arm64.tar.zst"},
                    NameCase{"dash_in_distribution",
                             id("3.12.3", 1, {"linux", "amd64", "opensuse-leap", "15.6"}),
                             "python-3.12.3-opensuse-leap-15.6-amd64.tar.zst"},
                    NameCase{"architecture_variant", id("3.12.3", 1, {"linux", "arm", "debian", "12", "v7"}),
                             "python-3.12.3-debian-12-arm-v7.tar.zst"},
                    NameCase{"pre_release", id("3.15.0rc1", 12, {"linux", "amd64", "alpine", "3.22"}),
                             "python-3.15.0rc1+12-alpine-3.22-amd64.tar.zst"},
                    NameCase{"free_threaded", special("3.14.0", 1, true, Variant::full),
                             "python-3.14.0t-debian-12-amd64.tar.zst"},
                    NameCase{"minimal", special("3.14.0", 1, false, Variant::minimal),
                             "python-3.14.0-minimal-debian-12-amd64.tar.zst"},
                    NameCase{"everything", special("3.15.0b1", 3, true, Variant::minimal),
                             "python-3.15.0b1t+3-minimal-debian-12-amd64.tar.zst"}),
    [](const auto& test) { return test.param.name; });

class OtherNameTest : public testing::TestWithParam<const char*> {};

TEST_P(OtherNameTest, IsNoArchive) { EXPECT_EQ(parse_archive_file_name(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(
    Names, OtherNameTest,
    testing::Values("", "index.json", "python-.tar.zst", "python-3.13.5.tar.zst",
                    "python-3.13.5-amd64.tar.zst", "python-3.13-debian-12-amd64.tar.zst",
                    "python-3.13.5-debian-12-amd64.tar.gz", "python-3.13.5+1-debian-12-amd64.tar.zst",
                    "python-3.13.5+-debian-12-amd64.tar.zst", "python-3.13.5tt-debian-12-amd64.tar.zst",
                    "python-3.13.5--12-amd64.tar.zst", "python-3.13.5-minimal-12-amd64.tar.zst",
                    "python-3.13.5-debian-12-v7.tar.zst", "python-3.13.5-debian-12-amd64.tar.zst.partial",
                    "../python-3.13.5-debian-12-amd64.tar.zst", "python-3.13.5-debian-12/-amd64.tar.zst"));

TEST(VariantTest, HasAWord) {
    EXPECT_EQ(variant_from("full"), Variant::full);
    EXPECT_EQ(variant_from(to_text(Variant::minimal)), Variant::minimal);
    EXPECT_EQ(variant_from("debug"), std::nullopt);
}

TEST(PlainFileNameTest, IsNeitherAPathNorAUrl) {
    EXPECT_TRUE(is_plain_file_name("a"));
    EXPECT_TRUE(is_plain_file_name(std::string(255, 'a')));
    for (const std::string& text :
         {std::string{}, std::string{"."}, std::string{".."}, std::string{".hidden"}, std::string{"a/b"},
          std::string{"/a"}, std::string{"https:a"}, std::string{"a b"}, std::string{"a\n"},
          std::string{"a%2fb"}, std::string{"a?b"}, std::string{"-a"}, std::string{"a\0b", 3},
          std::string{"\xc3\xa4"}, std::string(256, 'a')}) {
        EXPECT_FALSE(is_plain_file_name(text)) << text;
    }
}

}  // namespace
}  // namespace adder::runtimes
