#include <adder/base/files.hpp>
#include <adder/cnb/layer_env.hpp>

#include <stdexcept>

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

TEST_F(LayerEnvTest, AnActionWithoutNameIsAPathsPrepend) {
    file("env/A.", "new");
    file("env/B.", "new");
    file("env/B.delim", ",");
    EXPECT_EQ(value({{"A", "old"}}, "A"), "new:old");
    EXPECT_EQ(value({{"B", "old"}}, "B"), "new,old");
}

TEST_F(LayerEnvTest, ADelimiterThatCannotBeReadIsNone) {
    file("env/V.prepend", "new");
    base::make_directories(layer_ / "env/V.delim");
    EXPECT_EQ(value({{"V", "old"}}, "V"), "newold");
}

TEST_F(LayerEnvTest, RootDirectoriesComeFirstInThePathVariables) {
    base::make_directories(layer_ / "bin");
    base::make_directories(layer_ / "lib");
    EXPECT_EQ(value({{"PATH", "/usr/bin"}}, "PATH"), (layer_ / "bin").native() + ":/usr/bin");
    EXPECT_EQ(value({}, "LD_LIBRARY_PATH"), (layer_ / "lib").native());
    EXPECT_EQ(value({}, "LIBRARY_PATH"), (layer_ / "lib").native());
    EXPECT_EQ(value({}, "CPATH"), "<unset>");
}

TEST_F(LayerEnvTest, ARootThatIsAFileCountsToo) {
    file("bin", "");
    EXPECT_EQ(value({}, "PATH"), (layer_ / "bin").native());
}

TEST_F(LayerEnvTest, EachScopeIsWrittenToItsDirectory) {
    LayerEnv{}
        .set(EnvScope::launch(), EnvAction::override_value, "L", "x")
        .set(EnvScope::build(), EnvAction::override_value, "B", "x")
        .set(EnvScope::process("web"), EnvAction::default_value, "W", "x")
        .set(EnvScope::build_and_launch(), EnvAction::prepend, "P", "new", ":")
        .write_to(layer_);
    EXPECT_EQ(value({}, "L"), "<unset>");
    EXPECT_EQ(value({}, "B"), "x");
    EXPECT_EQ(value({{"P", "old"}}, "P"), "new:old");
    EXPECT_EQ(base::read_file(layer_ / "env.launch/L.override"), "x");
    EXPECT_EQ(base::read_file(layer_ / "env.launch/web/W.default"), "x");
}

TEST_F(LayerEnvTest, NamesThatWouldMeanSomethingElseAreFaultsOfTheProgram) {
    for (const std::string_view name :
         {std::string_view{""}, std::string_view{"A.B"}, std::string_view{"A=B"}, std::string_view{"a/b"},
          std::string_view{"a\0b", 3}}) {
        LayerEnv env;
        EXPECT_THROW(env.set(EnvScope::launch(), EnvAction::append, name, "x"), std::logic_error) << name;
    }
    EXPECT_THROW(EnvScope::process("a/b"), std::logic_error);
}

TEST_F(LayerEnvTest, AVariableHasOneDelimiterInAScope) {
    LayerEnv env;
    env.set(EnvScope::launch(), EnvAction::append, "A", "x", ":");
    env.set(EnvScope::launch(), EnvAction::prepend, "A", "y", ":");
    env.set(EnvScope::build(), EnvAction::prepend, "A", "y", ",");
    EXPECT_THROW(env.set(EnvScope::launch(), EnvAction::prepend, "A", "z", ","), std::logic_error);
}

/// A buildpack's layers directory: what its layers do to later buildpacks and to the app.
class LayersEnvTest : public LayerEnvTest {
  protected:
    void layer(const std::string& name, std::string_view types) {
        base::write_file(layer_ / (name + ".toml"), types);
        base::make_directories(layer_ / name / "bin");
    }
    std::string bin(const char* name) const { return (layer_ / name / "bin").native(); }
    std::string at_build(const char* name) {
        return with_layers_for_build({}, layer_).find(name).value_or("<unset>");
    }
    std::string at_launch(const char* name, std::string_view process = "web") {
        return with_layers_for_launch({}, layer_, process).find(name).value_or("<unset>");
    }
    static constexpr std::string_view both = "[types]\nbuild=true\nlaunch=true";
};

TEST_F(LayersEnvTest, TheOrderOfLayersDiffersBetweenBuildAndLaunch) {
    for (const char* name : {"a", "a-b", "b"}) layer(name, both);
    EXPECT_EQ(at_build("PATH"), bin("b") + ":" + bin("a") + ":" + bin("a-b"));
    EXPECT_EQ(at_launch("PATH"), bin("b") + ":" + bin("a-b") + ":" + bin("a"));
}

TEST_F(LayersEnvTest, OnlyLayersOfTheRightTypeCount) {
    layer("build", "");  // the file build.toml is no layer's
    layer("l", "[types]\nlaunch=true");
    layer("b", "[types]\nbuild=true");
    layer("c", "[types]\ncache=true");
    base::make_directories(layer_ / "none/bin");
    EXPECT_EQ(at_build("PATH"), bin("b"));
    EXPECT_EQ(at_launch("PATH"), bin("l"));
}

TEST_F(LayersEnvTest, AtLaunchAllRootsComeBeforeAllVariables) {
    layer("a", both);
    layer("b", both);
    file("a/env/PATH.prepend", "A:");
    EXPECT_EQ(at_launch("PATH"), "A:" + bin("b") + ":" + bin("a"));
    EXPECT_EQ(at_build("PATH"), bin("b") + ":A:" + bin("a"));
}

TEST_F(LayersEnvTest, AProcessHasItsOwnVariablesLast) {
    layer("a", both);
    file("a/env/V.append", "1");
    file("a/env.launch/V.append", "2");
    file("a/env.launch/web/V.append", "3");
    file("a/env.launch/worker/V.append", "4");
    file("a/env.build/V.append", "5");
    EXPECT_EQ(at_launch("V", "web"), "123");
    EXPECT_EQ(at_launch("V", ""), "12");
    EXPECT_EQ(at_build("V"), "15");
}

}  // namespace
}  // namespace adder::cnb
