#include <adder/base/files.hpp>
#include <adder/cnb/layer_env.hpp>

#include <gtest/gtest.h>

namespace adder::cnb {
namespace {

namespace fs = std::filesystem;

class LayerEnvTest : public testing::Test {
  protected:
    void file(const std::string& name, std::string_view value) {
        base::make_directories((layer_ / name).parent_path());
        base::write_file(layer_ / name, value);
    }
    std::string value(const base::Environment& before, const char* name) {
        return with_layer_for_build(before, layer_).find(name).value_or("<unset>");
    }
    base::TempDir directory_;
    fs::path layer_ = directory_.path();
};

TEST_F(LayerEnvTest, EachActionAsTheLifecycleAppliesIt) {
    file("env/PLAIN", "new");
    file("env/OVER.override", "new");
    file("env/DEF.default", "new");
    file("env/EMPTY.default", "new");
    file("env/UNSET.default", "new");
    file("env/APP.append", "new");
    file("env/PRE.prepend", "new");
    file("env/PRE.delim", ":");
    file("env/ODD.unknown", "new");
    const base::Environment before{{"PLAIN", "old"}, {"OVER", "old"}, {"DEF", "old"}, {"EMPTY", ""},
                                   {"APP", "old"},   {"PRE", "old"},  {"ODD", "old"}};
    EXPECT_EQ(value(before, "PLAIN"), "new");
    EXPECT_EQ(value(before, "OVER"), "new");
    EXPECT_EQ(value(before, "DEF"), "old");
    EXPECT_EQ(value(before, "EMPTY"), "new");
    EXPECT_EQ(value(before, "UNSET"), "new");
    EXPECT_EQ(value(before, "APP"), "oldnew");  // no delimiter by default
    EXPECT_EQ(value(before, "PRE"), "new:old");
    EXPECT_EQ(value(before, "ODD"), "old");
}

TEST_F(LayerEnvTest, ADelimiterCountsOnlyInItsOwnDirectory) {
    file("env/V.delim", ":");
    file("env.build/V.append", "new");
    EXPECT_EQ(value({{"V", "old"}}, "V"), "oldnew");
}

TEST_F(LayerEnvTest, TheFirstOfAListHasNoDelimiter) {
    file("env/V.prepend", "new");
    file("env/V.delim", ":");
    EXPECT_EQ(value({}, "V"), "new");
}

TEST_F(LayerEnvTest, FilesOfOneVariableAreAppliedByName) {
    file("env/V", "plain");
    file("env/V.append", "+app");
    EXPECT_EQ(value({{"V", "old"}}, "V"), "plain+app");
}

TEST_F(LayerEnvTest, TheActionBeginsAtTheFirstDot) {
    file("env/A.B.append", "new");
    EXPECT_EQ(value({{"A", "old"}}, "A"), "old");
    EXPECT_EQ(value({{"A", "old"}}, "A.B"), "<unset>");
}

TEST_F(LayerEnvTest, RootDirectoriesComeFirstInThePathVariables) {
    base::make_directories(layer_ / "bin");
    base::make_directories(layer_ / "lib");
    EXPECT_EQ(value({{"PATH", "/usr/bin"}}, "PATH"), (layer_ / "bin").native() + ":/usr/bin");
    EXPECT_EQ(value({}, "LD_LIBRARY_PATH"), (layer_ / "lib").native());
    EXPECT_EQ(value({}, "LIBRARY_PATH"), (layer_ / "lib").native());
    EXPECT_EQ(value({}, "CPATH"), "<unset>");
}

TEST_F(LayerEnvTest, LaunchDoesNotShowInTheBuild) {
    LayerEnv{}
        .set(EnvScope::launch, EnvAction::override_value, "L", "x")
        .set(EnvScope::build, EnvAction::override_value, "B", "x")
        .set(EnvScope::build_and_launch, EnvAction::prepend, "P", "new", ":")
        .write_to(layer_);
    EXPECT_EQ(value({}, "L"), "<unset>");
    EXPECT_EQ(value({}, "B"), "x");
    EXPECT_EQ(value({{"P", "old"}}, "P"), "new:old");
    EXPECT_EQ(base::read_file(layer_ / "env.launch/L.override"), "x");
}

}  // namespace
}  // namespace adder::cnb
