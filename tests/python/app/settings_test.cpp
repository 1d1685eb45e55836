#include "python/app/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>

namespace adder::python {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(SettingsTest, NothingSetIsTheDefaults) {
    const Settings settings = Settings::from({});
    EXPECT_EQ(settings.python_version, std::nullopt);
    EXPECT_THAT(settings.runtime_sources, ElementsAre());
    EXPECT_EQ(settings.package_index, "https://pypi.org/simple");
    EXPECT_EQ(settings.resolve_max_age, hours{24});
}

TEST(SettingsTest, OurNameOfTheVersionWins) {
    const Settings both = Settings::from({{"BP_CPYTHON_VERSION", "3.11"}, {"BP_PYTHON_VERSION", "3.12"}});
    EXPECT_EQ(both.python_version, "3.12");
    EXPECT_EQ(both.python_version_origin, "BP_PYTHON_VERSION");
    const Settings other = Settings::from({{"BP_CPYTHON_VERSION", "3.11"}, {"BP_PYTHON_VERSION", ""}});
    EXPECT_EQ(other.python_version, "3.11");
    EXPECT_EQ(other.python_version_origin, "BP_CPYTHON_VERSION");
}

TEST(SettingsTest, HowToStart) {
    EXPECT_EQ(Settings::from({{"BP_PYTHON_START_COMMAND", ""}}).start_command, std::nullopt);
    const Settings settings = Settings::from(
        {{"BP_PYTHON_START_COMMAND", "python a.py"}, {"BP_PROCFILE_DEFAULT_PROCESS", "worker"}});
    EXPECT_EQ(settings.start_command, "python a.py");
    EXPECT_EQ(settings.default_process, "worker");
}

TEST(SettingsTest, SourcesAreSeparatedBySpaces) {
    EXPECT_THAT(Settings::from({{"BP_PYTHON_RUNTIME_SOURCES", " a  b\nc "}}).runtime_sources,
                ElementsAre("a", "b", "c"));
}

TEST(SettingsTest, TheIndexIsUvsElsePips) {
    EXPECT_EQ(Settings::from({{"PIP_INDEX_URL", "https://p"}}).package_index, "https://p");
    EXPECT_EQ(
        Settings::from({{"PIP_INDEX_URL", "https://p"}, {"UV_DEFAULT_INDEX", "https://u"}}).package_index,
        "https://u");
}

TEST(SettingsTest, BillsOfMaterialsMayBeSwitchedOff) {
    EXPECT_TRUE(Settings::from({}).bills_of_materials);
    for (const char* text : {"true", "True", " 1 ", "t"})
        EXPECT_FALSE(Settings::from({{"BP_DISABLE_SBOM", text}}).bills_of_materials) << text;
    for (const char* text : {"", "false", "0"})
        EXPECT_TRUE(Settings::from({{"BP_DISABLE_SBOM", text}}).bills_of_materials) << text;
}

TEST(SettingsTest, SizesHaveUnits) {
    const auto size = [](const char* text) {
        return Settings::from({{"BP_PYTHON_CACHE_SIZE", text}}).cache_budget.total;
    };
    EXPECT_EQ(size("0"), 0u);
    EXPECT_EQ(size("500kB"), 500'000u);
    EXPECT_EQ(size(" 10 MB "), 10'000'000u);
    EXPECT_EQ(size("8GB"), 8'000'000'000u);
    for (const char* text : {"much", "-1", "1.5MB", "MB", "10 mb"}) {
        EXPECT_THAT(test::shown_error([&] { size(text); }),
                    AllOf(HasSubstr("BP_PYTHON_CACHE_SIZE is"), HasSubstr("which is no size")))
            << text;
    }
    EXPECT_EQ(Settings::from({{"BP_PYTHON_CACHE_SIZE", "5MB"}}).cache_budget,
              (CacheBudget{5'000'000, 5'000'000}));
}

TEST(SettingsTest, AgesHaveUnits) {
    const auto age = [](const char* text) {
        return Settings::from({{"BP_PYTHON_RESOLVE_MAX_AGE", text}}).resolve_max_age;
    };
    EXPECT_EQ(age("0"), std::chrono::seconds{0});
    EXPECT_EQ(age("90"), std::chrono::seconds{90});
    EXPECT_EQ(age("90s"), std::chrono::seconds{90});
    EXPECT_EQ(age("30m"), std::chrono::minutes{30});
    EXPECT_EQ(age(" 12h\n"), hours{12});
    EXPECT_EQ(age("7d"), hours{7 * 24});
    EXPECT_EQ(age("never"), std::nullopt);
    for (const char* text : {"soon", "-1", "1.5h", "h", "1 d"}) {
        EXPECT_THAT(test::shown_error([&] { age(text); }),
                    AllOf(HasSubstr("BP_PYTHON_RESOLVE_MAX_AGE is"), HasSubstr("which is no duration")))
            << text;
    }
}

TEST(SettingsTest, GroupsAndExtrasStandBetweenCommasOrSpaces) {
    const Settings settings =
        Settings::from({{"BP_UV_INSTALL_GROUPS", "web, jobs web"}, {"BP_UV_INSTALL_EXTRAS", " x,\n"}});
    EXPECT_EQ(settings.uv_groups, (std::vector<std::string>{"jobs", "web"}));
    EXPECT_EQ(settings.uv_extras, (std::vector<std::string>{"x"}));
}

TEST(SettingsTest, TheInstallerIsUvOrPip) {
    EXPECT_EQ(Settings::from({{"BP_PYTHON_INSTALLER", "PIP"}}).installer, "pip");
    EXPECT_EQ(Settings::from({}).installer, std::nullopt);
    EXPECT_THAT(test::shown_error([] { Settings::from({{"BP_PYTHON_INSTALLER", "conda"}}); }),
                HasSubstr("BP_PYTHON_INSTALLER is 'conda', which is no installer known here"));
}

TEST(SettingsTest, RequirementsMayBeSeveral) {
    const Settings settings =
        Settings::from({{"BP_PIP_REQUIREMENT", "a.txt  b.txt"}, {"PIP_CONSTRAINT", "c.txt"}});
    EXPECT_EQ(settings.pip_requirements, (std::vector<std::string>{"a.txt", "b.txt"}));
    EXPECT_EQ(settings.constraints, (std::vector<std::string>{"c.txt"}));
}

}  // namespace
}  // namespace adder::python
