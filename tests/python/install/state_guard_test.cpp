#include "python/install/state_guard.hpp"

#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A layers directory with all that a guard watches, and with what it leaves alone.
class StateGuardTest : public testing::Test {
  protected:
    StateGuardTest() {
        for (const char* file :
             {"downloads/archive", "package-cache/bytecode/one.tar.zst", "python/lib/os.py",
              "venv/lib/six.py", "python.toml", "venv.sbom.cdx.json", ".uv-1/uv"}) {
            base::make_directories(path(file).parent_path());
            base::write_file(path(file), file);
        }
    }

    fs::path path(const fs::path& file) const { return directory_.path() / file; }
    std::string text(const fs::path& file) const { return base::read_file(path(file)); }
    StateGuard guard() const { return StateGuard::over(layers_, {path("python")}); }
    std::vector<std::string> settle(const StateGuard& guard) {
        base::Log log{{.colour = false},
                      [this](base::Log::Stream, std::string_view line) { log_ += std::string{line} + "\n"; }};
        return guard.settle(log);
    }

    base::TempDir directory_;
    cnb::Layers layers_{directory_.path()};
    std::string log_;
};

TEST_F(StateGuardTest, SaysNothingWhereNothingChanged) {
    const StateGuard guard = this->guard();
    base::write_file(path("venv/lib/new.py"), "what is being made is not watched");
    base::write_file(path(".uv-1/cache"), "");
    EXPECT_THAT(settle(guard), IsEmpty());
    EXPECT_EQ(log_, "");
}

TEST_F(StateGuardTest, WhatChangedInCachesIsRemoved) {
    const StateGuard guard = this->guard();
    base::write_file(path("downloads/archive"), "other");
    base::write_file(path("downloads/new"), "");
    fs::create_symlink("/etc/passwd", path("package-cache/bytecode/two.tar.zst"));
    EXPECT_THAT(settle(guard), IsEmpty());
    EXPECT_FALSE(fs::exists(path("downloads/archive")));
    EXPECT_FALSE(fs::exists(path("downloads/new")));
    EXPECT_FALSE(fs::exists(fs::symlink_status(path("package-cache/bytecode/two.tar.zst"))));
    EXPECT_TRUE(fs::exists(path("package-cache/bytecode/one.tar.zst")));
    EXPECT_THAT(log_, AllOf(HasSubstr("changed what later builds use"), HasSubstr("  downloads/archive\n"),
                            HasSubstr("  downloads/new\n"), HasSubstr("bytecode/two.tar.zst")));
}

TEST_F(StateGuardTest, WhatIsSaidOfLayersIsPutBack) {
    const StateGuard guard = this->guard();
    base::write_file(path("python.toml"), "[types]\n");
    fs::remove(path("venv.sbom.cdx.json"));
    fs::create_symlink("python.toml", path("venv.sbom.cdx.json"));
    base::write_file(path("planted.toml"), "[types]\nlaunch = true\n");
    EXPECT_THAT(settle(guard), IsEmpty());
    EXPECT_EQ(text("python.toml"), "python.toml");
    EXPECT_EQ(text("venv.sbom.cdx.json"), "venv.sbom.cdx.json");
    EXPECT_FALSE(fs::is_symlink(path("venv.sbom.cdx.json")));
    EXPECT_FALSE(fs::exists(path("planted.toml")));
}

TEST_F(StateGuardTest, ATomlThatBecameADirectoryOrAFifoIsPutBack) {
    const StateGuard guard = this->guard();
    fs::remove(path("python.toml"));
    base::make_directories(path("python.toml/deep"));
    ASSERT_EQ(base::run_and_capture({.program = "mkfifo",
                                     .args = {path("planted").native()},
                                     .env = {{"PATH", "/usr/bin:/bin"}},
                                     .working_directory = {}})
                  .status.code,
              0);
    settle(guard);
    EXPECT_EQ(text("python.toml"), "python.toml");
    EXPECT_FALSE(fs::exists(path("planted")));
}

TEST_F(StateGuardTest, WhatChangedInUsedLayersIsReported) {
    const StateGuard guard = this->guard();
    base::write_file(path("python/lib/os.py"), "other");
    base::write_file(path("python/lib/new.py"), "");
    EXPECT_THAT(settle(guard), ElementsAre("python/lib/new.py", "python/lib/os.py"));
    EXPECT_EQ(text("python/lib/os.py"), "other");
}

TEST_F(StateGuardTest, NamesAreShownAsText) {
    const StateGuard guard = this->guard();
    base::write_file(path("downloads/\x1b[2Jnew"), "");
    settle(guard);
    EXPECT_EQ(log_.find('\x1b'), std::string::npos) << log_;
}

}  // namespace
}  // namespace adder::python
