#include "python/launch/web_layer.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/cnb/layer_env.hpp>

#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;

class WebLayerTest : public testing::Test {
  protected:
    void SetUp() override {
        base::make_directories(layers_);
        base::write_file(program_, "the program");
    }
    void provide(bool event_loops = false) const {
        provide_web_layer(cnb::Layers{layers_}, program_, event_loops);
    }
    /// What the lifecycle leaves for the next build of a layer that is only for launch.
    void restore() const { fs::remove_all(layers_ / "web"); }
    bool is_there() const { return fs::exists(layers_ / "web/exec.d/web-environment"); }

    base::TempDir directory_;
    fs::path layers_ = directory_.path() / "layers";
    fs::path program_ = directory_.path() / "web-environment";
};

TEST_F(WebLayerTest, HasTheProgram) {
    provide();
    EXPECT_EQ(base::read_file(layers_ / "web/exec.d/web-environment"), "the program");
    EXPECT_EQ(cnb::with_layers_for_launch({}, layers_, "web").find("BPL_WEB_WORKERS"), std::nullopt);
}

TEST_F(WebLayerTest, IsThePreviousImagesWhileNothingChanges) {
    provide();
    restore();
    provide();
    EXPECT_FALSE(is_there());
    EXPECT_TRUE(fs::exists(layers_ / "web.toml"));
    provide(true);
    EXPECT_TRUE(is_there());
    restore();
    base::write_file(program_, "another");
    provide(true);
    EXPECT_TRUE(is_there());
}

TEST_F(WebLayerTest, SaysWhatTheServersWorkersAre) {
    provide(true);
    EXPECT_EQ(cnb::with_layers_for_launch({}, layers_, "web").find("BPL_WEB_WORKERS"), "async");
    EXPECT_EQ(cnb::with_layers_for_launch({}, layers_, "worker").find("BPL_WEB_WORKERS"), std::nullopt);
    EXPECT_EQ(
        cnb::with_layers_for_launch({{"BPL_WEB_WORKERS", "sync"}}, layers_, "web").find("BPL_WEB_WORKERS"),
        "sync");
}

TEST_F(WebLayerTest, ABuildpackWithoutTheProgramIsNone) {
    fs::remove(program_);
    EXPECT_THROW(provide(), base::Error);
}

}  // namespace
}  // namespace adder::python
