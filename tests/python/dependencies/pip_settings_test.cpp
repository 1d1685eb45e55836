#include "python/dependencies/pip_settings.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/cpu_time.hpp>

namespace adder::python {
namespace {

using testing::ElementsAre;

TEST(PipConfigurationTest, InstallCountsMoreThanGlobalAndOthersAreLeftOut) {
    EXPECT_EQ(read_pip_configuration("# mine\n[global]\nindex-url = https://g\ntimeout: 60\n"
                                     "trusted_host =\n    a.example\n    b.example\n"
                                     "[install]\nindex-url=https://i\n[freeze]\ntimeout = 1\n"),
              (base::Environment{{"PIP_INDEX_URL", "https://i"},
                                 {"PIP_TIMEOUT", "60"},
                                 {"PIP_TRUSTED_HOST", "a.example b.example"}}));
}

class PipFilesTest : public testing::Test {
  protected:
    void file(const std::string& name, std::string_view text) const {
        base::make_directories((root_.path() / name).parent_path());
        base::write_file(root_.path() / name, text);
    }
    base::Environment read(base::Environment env) const {
        env.set("HOME", (root_.path() / "home").native());
        App app;
        app.directory = app.root = root_.path() / "app";
        return with_pip_configuration(std::move(env), app, root_.path());
    }
    base::TempDir root_;
};

TEST_F(PipFilesTest, LaterFilesCountMoreAndVariablesMost) {
    file("etc/pip.conf",
         "[global]\nindex-url = https://etc\ntimeout = 1\nretries = 1\nproxy = http://proxy\n");
    file("home/.config/pip/pip.conf", "[global]\nindex-url = https://home\ntimeout = 2\n");
    file("app/pip.conf", "[global]\nindex-url = https://app\n");
    base::Environment env = read({});
    EXPECT_EQ(env.find("PIP_INDEX_URL"), "https://home");
    EXPECT_EQ(env.find("PIP_RETRIES"), "1");
    EXPECT_EQ(env.find("HTTPS_PROXY"), "http://proxy");
    env = read({{"PIP_CONFIG_FILE", "pip.conf"}, {"PIP_TIMEOUT", "3"}, {"HTTPS_PROXY", "http://other"}});
    EXPECT_EQ(env.find("PIP_INDEX_URL"), "https://app");
    EXPECT_EQ(env.find("PIP_TIMEOUT"), "3");
    EXPECT_EQ(env.find("HTTPS_PROXY"), "http://other");
    EXPECT_EQ(read({{"PIP_CONFIG_FILE", "/dev/null"}}).find("PIP_INDEX_URL"), std::nullopt);
    EXPECT_EQ(read({{"PIP_CERT", "/my.pem"}}).find("SSL_CERT_FILE"), "/my.pem");
}

/// Whoever writes the app would otherwise read the build's other files into variables, which tools show.
TEST_F(PipFilesTest, AConfigurationOfTheAppIsInTheApp) {
    file("secret.conf", "[global]\nindex-url = https://secret\n");
    base::make_directories(root_.path() / "app");
    std::filesystem::create_symlink("../secret.conf", root_.path() / "app/pip.conf");
    EXPECT_THROW(read({{"PIP_CONFIG_FILE", "pip.conf"}}), base::UserError);
    EXPECT_THROW(read({{"PIP_CONFIG_FILE", "../secret.conf"}}), base::UserError);
    const std::string elsewhere = (root_.path() / "secret.conf").native();
    EXPECT_EQ(read({{"PIP_CONFIG_FILE", elsewhere}}).find("PIP_INDEX_URL"), "https://secret");
}

/// A value of many lines was copied for each of them: 1.3 million lines took hours.
TEST(PipConfigurationTest, AValueOfManyLinesIsReadInOnePass) {
    std::string text = "[global]\nextra-index-url =\n";
    for (int line = 0; line < 1'300'000; ++line) text += " a\n";
    const test::CpuWatch watch;
    EXPECT_EQ(read_pip_configuration(text).find("PIP_EXTRA_INDEX_URL")->size(), 2'600'000u - 1);
    EXPECT_LT(watch.seconds(), test::linear_time);
}

struct SettingCase {
    const char* pip;
    const char* value;
    const char* uv;
    const char* uv_value;
};
std::ostream& operator<<(std::ostream& stream, const SettingCase& c) { return stream << c.pip; }

class UvSettingTest : public testing::TestWithParam<SettingCase> {};

TEST_P(UvSettingTest, IsTranslatedUnlessUvsOwnIsSet) {
    const SettingCase& c = GetParam();
    EXPECT_EQ(uv_settings_of_pip({{c.pip, c.value}}).variables.find(c.uv), c.uv_value);
    EXPECT_EQ(uv_settings_of_pip({{c.pip, c.value}, {c.uv, "mine"}}).variables.find(c.uv), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(
    , UvSettingTest,
    testing::Values(SettingCase{"PIP_INDEX_URL", "https://i", "UV_INDEX_URL", "https://i"},
                    SettingCase{"PIP_EXTRA_INDEX_URL", "https://a\nhttps://b", "UV_EXTRA_INDEX_URL",
                                "https://a https://b"},
                    SettingCase{"PIP_EXTRA_INDEX_URL", "https://a", "UV_INDEX_STRATEGY", "unsafe-best-match"},
                    SettingCase{"PIP_FIND_LINKS", "a  b", "UV_FIND_LINKS", "a,b"},
                    SettingCase{"PIP_TRUSTED_HOST", "a b", "UV_INSECURE_HOST", "a b"},
                    SettingCase{"PIP_CONSTRAINT", "c.txt", "UV_CONSTRAINT", "c.txt"},
                    SettingCase{"PIP_DEFAULT_TIMEOUT", "180", "UV_HTTP_TIMEOUT", "180"},
                    SettingCase{"PIP_RETRIES", "7", "UV_HTTP_RETRIES", "7"},
                    SettingCase{"PIP_CLIENT_CERT", "/c.pem", "SSL_CLIENT_CERT", "/c.pem"},
                    SettingCase{"PIP_KEYRING_PROVIDER", "subprocess", "UV_KEYRING_PROVIDER", "subprocess"},
                    SettingCase{"PIP_PRE", "1", "UV_PRERELEASE", "allow"},
                    SettingCase{"PIP_REQUIRE_HASHES", "yes", "UV_REQUIRE_HASHES", "true"},
                    SettingCase{"PIP_NO_BUILD_ISOLATION", "0", "UV_NO_BUILD_ISOLATION", "true"}));

TEST(UvSettingsTest, SomeAreArguments) {
    EXPECT_THAT(uv_settings_of_pip({{"PIP_NO_INDEX", "1"},
                                    {"PIP_NO_DEPS", "true"},
                                    {"PIP_NO_BINARY", "a,b"},
                                    {"PIP_ONLY_BINARY", ":all:"}})
                    .args,
                ElementsAre("--no-index", "--no-deps", "--no-binary", "a", "--no-binary", "b",
                            "--only-binary", ":all:"));
    EXPECT_TRUE(uv_settings_of_pip({{"PIP_NO_INDEX", "false"}, {"PIP_PROGRESS_BAR", "off"}}).args.empty());
}

TEST(UvSettingsTest, WhatOnlyPipKnowsIsNamed) {
    EXPECT_EQ(setting_only_pip_knows({{"PIP_PREFER_BINARY", "1"}}), "PIP_PREFER_BINARY");
    EXPECT_EQ(setting_only_pip_knows({{"PIP_PREFER_BINARY", "no"}, {"PIP_INDEX_URL", "x"}}), std::nullopt);
}

}  // namespace
}  // namespace adder::python
