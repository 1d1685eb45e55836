#include "python/app/app_file.hpp"

#include <adder/base/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/errors.hpp>
#include <sys/stat.h>

namespace adder::python {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class AppFileTest : public testing::Test {
  protected:
    void SetUp() override {
        base::make_directories(root_ / "services/api");
        base::write_file(root_ / "shared.txt", "six");
        base::write_file(parent_.path() / "password", "hunter2");
        app_.root = root_;
        app_.directory = root_ / "services/api";
    }
    void link(const fs::path& to, const char* name) const { fs::create_symlink(to, app_.directory / name); }
    std::string error(const char* name) const {
        return test::shown_error([&] { read_app_file(app_, name, 1u << 20); });
    }

    base::TempDir parent_;
    fs::path root_ = parent_.path() / "app";
    App app_;
};

/// Monorepos share files, and the project's directory may be one of several.
TEST_F(AppFileTest, MayBeAnyFileOfTheApp) {
    link("../../shared.txt", "requirements.txt");
    EXPECT_EQ(read_app_file(app_, "requirements.txt"), "six");
    EXPECT_EQ(read_app_file(app_, "../../shared.txt"), "six");
    EXPECT_EQ(read_app_file(app_, root_ / "shared.txt"), "six");
    EXPECT_EQ(read_app_file(app_, "nothing.txt"), std::nullopt);
}

TEST_F(AppFileTest, ALinkThatLeadsNowhereIsNoFile) {
    link("nowhere", "Procfile");
    EXPECT_EQ(read_app_file(app_, "Procfile"), std::nullopt);
}

TEST_F(AppFileTest, IsNotWhatOthersKeepBesideTheApp) {
    link(parent_.path() / "password", ".python-version");
    for (const char* name : {".python-version", "../../../password", "/etc/hostname"}) {
        EXPECT_THAT(error(name), HasSubstr("is not a part of the app.")) << name;
        EXPECT_THAT(error(name), testing::Not(HasSubstr("hunter2"))) << name;
    }
}

TEST_F(AppFileTest, IsAFileOfSensibleSize) {
    ASSERT_EQ(::mkfifo((app_.directory / "pipe").c_str(), 0600), 0);
    link("loop", "loop");
    base::make_directories(app_.directory / "directory");
    base::write_file(app_.directory / "large", std::string((1u << 20) + 1, 'x'));
    EXPECT_THAT(error("pipe"), HasSubstr("pipe is a named pipe, and should be a file."));
    EXPECT_THAT(error("directory"), HasSubstr("directory is a directory, and should be a file."));
    EXPECT_THAT(error("loop"), HasSubstr("loop is a link that leads to itself."));
    EXPECT_THAT(error("large"), HasSubstr("large is too large."));
    EXPECT_THAT(error("large"), HasSubstr("at most 1 MiB"));
}

TEST_F(AppFileTest, APathInTheAppLeadsNowhereElse) {
    link("..", "up");
    link("../../..", "out");
    EXPECT_EQ(find_in_app(app_, "up"), app_.directory / "up");
    EXPECT_EQ(find_in_app(app_, "nothing"), std::nullopt);
    EXPECT_THAT(test::shown_error([&] { find_in_app(app_, "out"); }), HasSubstr("is not a part of the app."));
    EXPECT_THAT(test::shown_error([&] { find_in_app(app_, "/etc"); }),
                HasSubstr("is not a part of the app."));
}

}  // namespace
}  // namespace adder::python
