#include "runtime_archive/building/build.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// What `configure` does in the tests when it is asked for help: it knows the options that all releases have.
constexpr std::string_view answer_to_help =
    "if [ $1 = --help ]; then\n"
    "  printf '  --%s\\n' enable-shared without-static-libpython enable-loadable-sqlite-extensions \\\n"
    "    with-ensurepip disable-test-modules with-dbmliborder\n"
    "  exit\n"
    "fi\n";

class BuildTest : public testing::Test {
  protected:
    /// A tarball whose `configure` does what `script` says.
    fs::path tarball(std::string_view version, std::string_view script) {
        const fs::path source = directory_.path() / "Python";
        base::make_directories(source / "Include");
        base::make_directories(source / "Modules");
        base::write_file(source / "Include/patchlevel.h",
                         base::format("/* … */\n#define PY_VERSION             \"{}\"\n", version));
        base::write_file(source / "configure", base::format("#!/bin/sh\n{}{}", answer_to_help, script), 0755);
        const auto packed = base::run_and_capture({.program = "tar",
                                                   .args = {"-cf", "source.tar", "Python"},
                                                   .env = {},
                                                   .working_directory = directory_.path()});
        EXPECT_TRUE(packed.status.ok()) << packed.output;
        return directory_.path() / "source.tar";
    }

    std::string failure(const fs::path& file) {
        base::make_directories(directory_.path() / "work");
        BuildRequest request = request_;
        request.tarball = file;
        request.work = directory_.path() / "work";
        request.log_file = directory_.path() / "log";
        base::Log log{{}, [](base::Log::Stream, std::string_view) {}};
        try {
            build_cpython(request, {{"PATH", "/usr/bin:/bin"}}, log);
        } catch (const base::Error& error) {
            return error.full_text();
        }
        return "";
    }

    base::TempDir directory_;
    BuildRequest request_{.id = {.version = *runtimes::PythonVersion::parse("3.13.5")}};
};

TEST_F(BuildTest, TheTarballMustBeOfThatVersion) {
    EXPECT_THAT(failure(tarball("3.13.50", "")),
                HasSubstr("is the source of Python \"3.13.50\", not 3.13.5"));
}

TEST_F(BuildTest, AFileThatIsNoTarballIsRefused) {
    base::write_file(directory_.path() / "page.html", "<html>");
    EXPECT_THAT(failure(directory_.path() / "page.html"), HasSubstr("unpacking the source failed"));
}

TEST_F(BuildTest, AFailingStepShowsItsLastLines) {
    const std::string text = failure(tarball("3.13.5", "echo checking for rain... yes\nexit 77\n"));
    EXPECT_THAT(text, HasSubstr("configure failed (exit code 77)"));
    EXPECT_THAT(text, HasSubstr("checking for rain"));
}

TEST_F(BuildTest, ConfigureSeesOnlyWhatIsMeantForIt) {
    tarball("3.13.5", "/usr/bin/env\nexit 1\n");
    const std::string text = failure(directory_.path() / "source.tar");
    EXPECT_THAT(text, HasSubstr("SOURCE_DATE_EPOCH="));
    EXPECT_THAT(text, HasSubstr("PYTHONHASHSEED=0"));
}

/// Python 3.15 on a distribution without libmpdec: minutes before the smoke test would have found out.
TEST_F(BuildTest, WhatConfigureDoesNotFindEndsTheBuildBeforeMake) {
    const std::string text = failure(tarball("3.13.5",
                                             ""
                                             "echo checking for stdlib extension module _decimal... missing\n"
                                             "echo \'all:; touch made\' >Makefile\n"));
    EXPECT_THAT(text,
                HasSubstr("Python 3.13.5 would lack modules that every runtime has:\n  _decimal: missing"));
    EXPECT_THAT(text, HasSubstr("libmpdec-dev"));
    EXPECT_FALSE(fs::exists(directory_.path() / "work/source/made"));
}

/// Until Python 3.11, only `make` knew.
TEST_F(BuildTest, WhatMakeDidNotBuildEndsTheBuildBeforeItIsInstalled) {
    const std::string text = failure(tarball("3.13.5",
                                             ""
                                             "cat >Makefile <<'END'\n"
                                             "all:\n"
                                             "\t@echo Failed to build these modules:\n"
                                             "\t@echo _ctypes\n"
                                             "install:; touch installed\n"
                                             "END\n"));
    EXPECT_THAT(text, HasSubstr("\n  _ctypes: failed to compile"));
    EXPECT_THAT(text, HasSubstr("libffi-dev"));
    EXPECT_FALSE(fs::exists(directory_.path() / "work/source/installed"));
}

/// A result that `strip` refuses ends the build after its installation.
TEST_F(BuildTest, TestsAreNotInstalled) {
    failure(tarball("3.13.5",
                    "cat >Makefile <<'END'\n"
                    "all:\n"
                    "install:; mkdir -p $(DESTDIR)/opt/python; test $(TEST_MODULES) = no && touch installed\n"
                    "END\n"));
    EXPECT_TRUE(fs::exists(directory_.path() / "work/source/installed"));
}

TEST_F(BuildTest, AnOptionThatTheReleaseDoesNotKnowIsToldBeforeItIsConfigured) {
    request_.tail_call = true;
    const std::string text = failure(tarball("3.13.5", "touch configured\n"));
    EXPECT_THAT(text, HasSubstr("Python 3.13.5 does not have --with-tail-call-interp."));
    EXPECT_FALSE(fs::exists(directory_.path() / "work/source/configured"));
}

TEST(BuildFlagsTest, SayWhatWasChosen) {
    BuildRequest request{};
    EXPECT_THAT(build_flags(request), ElementsAre("hardening"));
    request.pgo = request.lto = request.bolt = request.jit = request.tail_call = true;
    request.configure_args = {"CC=clang-19"};
    EXPECT_THAT(build_flags(request),
                ElementsAre("pgo", "lto", "bolt", "jit", "tail-call", "hardening", "CC=clang-19"));
}

}  // namespace
}  // namespace adder::runtime_archive
