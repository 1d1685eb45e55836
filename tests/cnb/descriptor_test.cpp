#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/descriptor.hpp>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

Descriptor read(std::string_view text) {
    const base::TempDir directory;
    base::write_file(directory.path() / "buildpack.toml", text);
    return Descriptor::read(directory.path());
}

TEST(DescriptorTest, ReadsWhatTheFrameworkNeeds) {
    const Descriptor descriptor = read(
        "api='0.10'\n[buildpack]\nid='a/b'\nversion='1.2.3'\nclear-env=true\n"
        "[metadata]\nk='v'\n");
    EXPECT_EQ(descriptor.api, "0.10");
    EXPECT_EQ(descriptor.id, "a/b");
    EXPECT_EQ(descriptor.name, "a/b");
    EXPECT_EQ(descriptor.version, "1.2.3");
    EXPECT_TRUE(descriptor.clear_env);
    EXPECT_EQ(descriptor.metadata.at("k"), TomlValue{"v"});
}

TEST(DescriptorTest, OurOwnDescriptorIsRead) {
    EXPECT_EQ(Descriptor::read(ADDER_SOURCE_DIR).id, "adder/python");
}

TEST(DescriptorTest, WhatIsMissingIsNamed) {
    for (const char* text : {"", "api='0.10'", "api='0.10'\n[buildpack]\nid='x'",
                             "api=0.10\n[buildpack]\nid='x'\nversion='1.0.0'"}) {
        EXPECT_THROW(read(text), base::Error) << text;
    }
}

TEST(DescriptorTest, ApiVersions) {
    for (const char* api : {"0.10", "0.11", "0.12"}) EXPECT_TRUE(is_supported_api(api)) << api;
    for (const char* api : {"0.9", "0.13", "0.1", "1", ""}) EXPECT_FALSE(is_supported_api(api)) << api;
}

}  // namespace
}  // namespace adder::cnb
