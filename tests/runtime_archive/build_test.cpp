#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/runtime_archive/build.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class BuildTest : public testing::Test {
  protected:
    /// A tarball whose `configure` does what `script` says.
    fs::path tarball(std::string_view version, std::string_view script) {
        const fs::path source = directory_.path() / "Python";
        base::make_directories(source / "Include");
        base::make_directories(source / "Modules");
        base::write_file(source / "Include/patchlevel.h",
                         base::format("/* … */\n#define PY_VERSION             \"{}\"\n", version));
        base::write_file(source / "configure", script, 0755);
        const auto packed = base::run_and_capture({.program = "tar",
                                                   .args = {"-cf", "source.tar", "Python"},
                                                   .env = {},
                                                   .working_directory = directory_.path()});
        EXPECT_TRUE(packed.status.ok()) << packed.output;
        return directory_.path() / "source.tar";
    }

    std::string failure(const fs::path& file) {
        base::make_directories(directory_.path() / "work");
        BuildRequest request{.id = {.version = *runtimes::PythonVersion::parse("3.13.5")}, .tarball = file};
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
};

TEST_F(BuildTest, TheTarballMustBeOfThatVersion) {
    EXPECT_THAT(failure(tarball("3.13.50", "#!/bin/sh\n")),
                HasSubstr("is the source of Python \"3.13.50\", not 3.13.5"));
}

TEST_F(BuildTest, AFileThatIsNoTarballIsRefused) {
    base::write_file(directory_.path() / "page.html", "<html>");
    EXPECT_THAT(failure(directory_.path() / "page.html"), HasSubstr("unpacking the source failed"));
}

TEST_F(BuildTest, AFailingStepShowsItsLastLines) {
    const std::string text =
        failure(tarball("3.13.5", "#!/bin/sh\necho checking for rain... yes\nexit 77\n"));
    EXPECT_THAT(text, HasSubstr("configure failed (exit code 77)"));
    EXPECT_THAT(text, HasSubstr("checking for rain"));
}

TEST_F(BuildTest, ConfigureSeesOnlyWhatIsMeantForIt) {
    tarball("3.13.5", "#!/bin/sh\n/usr/bin/env\nexit 1\n");
    const std::string text = failure(directory_.path() / "source.tar");
    EXPECT_THAT(text, HasSubstr("SOURCE_DATE_EPOCH="));
    EXPECT_THAT(text, HasSubstr("PYTHONHASHSEED=0"));
}

TEST(ConfigureTest, OptionsFollowTheRequest) {
    BuildRequest request{.id = {.version = *runtimes::PythonVersion::parse("3.13.5"),
                                .target = {"linux", "amd64", "debian", "12"}},
                         .tarball = "x",
                         .work = "/somewhere",
                         .log_file = "/log"};
    const auto plain = configure_arguments(request);
    EXPECT_THAT(plain, Contains("--enable-shared"));
    EXPECT_THAT(plain, Contains("LDFLAGS_NODIST=-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack "
                                "-Wl,-rpath,'$$ORIGIN/../lib'"));
    EXPECT_THAT(plain, Contains(HasSubstr("-fcf-protection")));
    EXPECT_THAT(plain, Not(Contains("--disable-gil")));
    EXPECT_THAT(build_flags(request), ElementsAre("hardening"));
    EXPECT_THAT(plain, Contains(HasSubstr("-ffile-prefix-map=/somewhere/source=")));
    EXPECT_THAT(plain, Not(Contains("--enable-optimizations")));
    EXPECT_THAT(plain, Not(Contains("--with-lto")));

    request.pgo = true;
    request.lto = true;
    const auto optimised = configure_arguments(request);
    EXPECT_THAT(optimised, Contains("--enable-optimizations"));
    EXPECT_THAT(optimised, Contains("--with-lto"));
    EXPECT_THAT(optimised, Not(Contains("--disable-test-modules")));
    EXPECT_THAT(build_flags(request), ElementsAre("pgo", "lto", "hardening"));

    request.id.free_threaded = true;
    EXPECT_THAT(configure_arguments(request), Contains("--disable-gil"));
}

TEST(HardeningTest, EachArchitectureHasItsOwn) {
    EXPECT_THAT(hardening_compiler_flags("amd64"), Contains("-fcf-protection"));
    EXPECT_THAT(hardening_compiler_flags("arm64"), Contains("-mbranch-protection=standard"));
    EXPECT_THAT(hardening_compiler_flags("arm64"), Not(Contains("-fcf-protection")));
}

}  // namespace
}  // namespace adder::runtime_archive
