#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/descriptor.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

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

TEST(DescriptorTest, ReadsEverythingTheSpecificationKnows) {
    const Descriptor descriptor = read(R"(
api = "0.12"
[buildpack]
id = "a/b"
name = "A"
version = "10.0.1"
homepage = "https://x.example"
description = "d"
keywords = ["k"]
sbom-formats = ["application/spdx+json", "application/vnd.cyclonedx+json; version=1.5"]
exec-env = ["production", "*"]
[[buildpack.licenses]]
type = "MIT"
[[buildpack.licenses]]
uri = "https://x.example/license"
[[targets]]
os = "linux"
arch = "arm64"
variant = "v8"
[[targets.distros]]
name = "debian"
version = "12"
[[targets.distros]]
name = "alpine"
[[targets]]
[[stacks]]
id = "*"
)");
    EXPECT_EQ(descriptor.homepage, "https://x.example");
    EXPECT_EQ(descriptor.description, "d");
    EXPECT_EQ(descriptor.keywords, std::vector<std::string>{"k"});
    EXPECT_EQ(descriptor.sbom_formats, (std::vector{SbomFormat::spdx, SbomFormat::cyclonedx}));
    EXPECT_EQ(descriptor.execution_environments, (std::vector<std::string>{"production", "*"}));
    ASSERT_EQ(descriptor.licenses.size(), 2u);
    EXPECT_EQ(descriptor.licenses[0].type, "MIT");
    EXPECT_EQ(descriptor.licenses[1].uri, "https://x.example/license");
    ASSERT_EQ(descriptor.targets.size(), 2u);
    EXPECT_EQ(descriptor.targets[0].variant, "v8");
    EXPECT_EQ(descriptor.targets[0].distros[1].name, "alpine");
    EXPECT_EQ(descriptor.targets[0].distros[1].version, std::nullopt);
    EXPECT_EQ(descriptor.targets[1].os, std::nullopt);
}

struct Setting {
    std::string where;
    static Setting from_toml(const TomlReader& reader) { return {reader.table("a").text("where")}; }
};

TEST(DescriptorTest, MetadataHasATypeOfTheBuildpacksOwn) {
    const std::string head = "api='0.10'\n[buildpack]\nid='a'\nversion='1.0.0'\n[metadata.a]\n";
    EXPECT_EQ(read(head + "where='here'").metadata_as<Setting>().where, "here");
    const Descriptor wrong = read(head + "where=1");
    EXPECT_THAT(test::error_text([&] { (void)wrong.metadata_as<Setting>(); }),
                testing::HasSubstr("buildpack.toml, line 6: metadata.a.where should be a string"));
}

struct Mistake {
    const char* name;
    const char* text;
    const char* complaint;
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class DescriptorMistakeTest : public testing::TestWithParam<Mistake> {};

TEST_P(DescriptorMistakeTest, IsNamedWithItsFileLineAndKey) {
    EXPECT_THAT(test::error_text([] { read(GetParam().text); }), testing::HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    , DescriptorMistakeTest,
    testing::Values(
        Mistake{"empty", "", "buildpack.toml: api is missing"},
        Mistake{"no_buildpack", "api='0.10'", "buildpack.toml: buildpack is missing"},
        Mistake{"no_id", "api='0.10'\n[buildpack]\nversion='1.0.0'", "buildpack.id is missing"},
        Mistake{"no_version", "api='0.10'\n[buildpack]\nid='x'", "buildpack.version is missing"},
        Mistake{"number_as_api", "api=0.10\n[buildpack]\nid='x'\nversion='1.0.0'",
                "buildpack.toml, line 1: api should be a string"},
        Mistake{"reserved_id", "api='0.10'\n[buildpack]\nid='sbom'\nversion='1.0.0'",
                "line 3: buildpack.id should be of letters"},
        Mistake{"bad_id", "api='0.10'\n[buildpack]\nid='a b'\nversion='1.0.0'",
                "line 3: buildpack.id should be of letters"},
        Mistake{"two_numbers", "api='0.10'\n[buildpack]\nid='x'\nversion='1.0'",
                "line 4: buildpack.version should be three numbers"},
        Mistake{"leading_zero", "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.01'",
                "line 4: buildpack.version should be three numbers"},
        Mistake{"flag_as_text", "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.0'\nclear-env='true'",
                "line 5: buildpack.clear-env should be true or false"},
        Mistake{"unknown_key", "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.0'\nclearenv=true",
                "line 5: buildpack.clearenv is not known here; the keys are id, name, version"},
        Mistake{"unknown_table", "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.0'\n[metdata]\nk=1",
                "line 5: metdata is not known here"},
        Mistake{"composite",
                "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.0'\n[[order]]\n[[order.group]]\nid='y'",
                "line 5: order makes this a composite buildpack"},
        Mistake{"unknown_sbom_format",
                "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.0'\nsbom-formats=['text/plain']",
                "line 5: buildpack.sbom-formats should be of application/vnd.cyclonedx+json"},
        Mistake{"exec_env_as_tables",
                "api='0.12'\n[buildpack]\nid='x'\nversion='1.0.0'\n[[buildpack.exec-env]]\nname='test'",
                "line 5: buildpack.exec-env should be an array of strings"},
        Mistake{"exec_env_with_slash", "api='0.12'\n[buildpack]\nid='x'\nversion='1.0.0'\nexec-env=['a/b']",
                "line 5: buildpack.exec-env should hold names without '/'"},
        Mistake{"distro_without_name",
                "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.0'\n[[targets]]\n[[targets.distros]]\n"
                "version='12'",
                "targets[0].distros[0].name is missing"},
        Mistake{"arch_variant",
                "api='0.10'\n[buildpack]\nid='x'\nversion='1.0.0'\n[[targets]]\narch-variant='v8'",
                "line 6: targets[0].arch-variant is not known here"},
        Mistake{"not_toml", "api=", "buildpack.toml is not valid TOML"},
        Mistake{"not_utf8", "api='\xff'", "is not UTF-8"}),
    [](const auto& test_case) { return std::string{test_case.param.name}; });

TEST(DescriptorTest, CarriageReturnsAreFine) {
    EXPECT_EQ(read("api='0.10'\r\n[buildpack]\r\nid='a'\r\nversion='1.0.0'\r\n").id, "a");
}

TEST(DescriptorTest, AnotherApiComesBeforeEveryOtherMistake) {
    for (const char* text : {"api='0.13'", "api='0.9'\n[extension]", "api='1'"}) {
        EXPECT_THROW(read(text), UnsupportedApi) << text;
    }
}

TEST(DescriptorTest, ApiVersions) {
    for (const char* api : {"0.10", "0.11", "0.12"}) EXPECT_TRUE(is_supported_api(api)) << api;
    for (const char* api : {"0.9", "0.13", "0.1", "1", ""}) EXPECT_FALSE(is_supported_api(api)) << api;
}

}  // namespace
}  // namespace adder::cnb
