#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/plan.hpp>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

TEST(BuildPlanTest, TheFirstAlternativeStandsOnTop) {
    const BuildPlan plan{{{.provides = {"a"}, .requirements = {{"a", {{"build", true}}}}},
                          {.provides = {}, .requirements = {{"b", {}}}}}};
    EXPECT_EQ(plan.to_toml(), parse_toml("[[provides]]\nname='a'\n"
                                         "[[requires]]\nname='a'\n[requires.metadata]\nbuild=true\n"
                                         "[[or]]\nprovides=[]\n[[or.requires]]\nname='b'\n",
                                         "expected"));
}

TEST(BuildPlanTest, NothingIsAnEmptyFile) { EXPECT_EQ(to_toml_text(BuildPlan{}.to_toml()), ""); }

TEST(BuildpackPlanTest, ANameMayStandThereSeveralTimes) {
    const base::TempDir directory;
    const auto file = directory.path() / "plan.toml";
    base::write_file(file,
                     "[[entries]]\nname='python'\n"
                     "[[entries]]\nname='python'\n[entries.metadata]\nbuild=true\n"
                     "[[entries]]\nname='other'\n");
    const BuildpackPlan plan = BuildpackPlan::read(file);
    ASSERT_EQ(plan.entries_for("python").size(), 2u);
    EXPECT_TRUE(plan.entries_for("python")[0].metadata.empty());
    EXPECT_EQ(plan.entries_for("python")[1].metadata.at("build"), TomlValue{true});
    EXPECT_TRUE(plan.entries_for("nobody").empty());
}

TEST(BuildpackPlanTest, AnEmptyFileIsAnEmptyPlanAndABadOneAnError) {
    const base::TempDir directory;
    const auto file = directory.path() / "plan.toml";
    base::write_file(file, "");
    EXPECT_TRUE(BuildpackPlan::read(file).entries.empty());
    base::write_file(file, "[[entries]]\nnom='python'\n");
    EXPECT_THROW(BuildpackPlan::read(file), base::Error);
}

}  // namespace
}  // namespace adder::cnb
