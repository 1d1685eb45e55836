#include "runtime_archive/building/configure.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// Lines of what `configure --help` of Python 3.13 and 3.15 prints.
constexpr const char* help_of_3_13 = R"(Optional Features:
  --disable-option-checking  ignore unrecognized --enable/--with options
  --disable-FEATURE       do not include FEATURE (same as --enable-FEATURE=no)
  --enable-FEATURE[=ARG]  include FEATURE [ARG=yes]
  --enable-shared         enable building a shared Python library (default is
                          no)
  --disable-gil           enable support for running without the GIL (default
                          is no)
  --enable-experimental-jit[=no|yes|yes-off|interpreter]
                          build the experimental just-in-time compiler
  --enable-bolt           enable usage of the llvm-bolt post-link optimizer
  --disable-test-modules  don't build nor install test modules
Optional Packages:
  --with-PACKAGE[=ARG]    use PACKAGE [ARG=yes]
  --without-static-libpython
  --with-lto=[full|thin|no|yes]
                          enable Link-Time-Optimization in any build
  --with-system-libmpdec  build _decimal module using an installed mpdecimal
                          library, see Doc/library/decimal.rst (default is yes)
  --with-ensurepip[=install|upgrade|no]
)";
constexpr const char* help_of_3_16 = R"(Optional Packages:
  --with-decimal-contextvar
                          build _decimal module using a coroutine-local rather
                          than --with-system-libmpdec or anything else
  --with-tail-call-interp enable tail-calling interpreter in evaluation loop
)";

struct OptionCase {
    const char* help;
    const char* argument;
    bool known;
};

class KnownOptionTest : public testing::TestWithParam<OptionCase> {};

TEST_P(KnownOptionTest, IsFoundInTheHelp) {
    EXPECT_EQ(knows_option(GetParam().help, GetParam().argument), GetParam().known) << GetParam().argument;
}

INSTANTIATE_TEST_SUITE_P(Arguments, KnownOptionTest,
                         testing::Values(OptionCase{help_of_3_13, "--enable-bolt", true},
                                         OptionCase{help_of_3_13, "--disable-bolt", true},
                                         OptionCase{help_of_3_13, "--disable-gil", true},
                                         OptionCase{help_of_3_13, "--with-lto=thin", true},
                                         OptionCase{help_of_3_13, "--without-lto", true},
                                         OptionCase{help_of_3_13, "--with-static-libpython", true},
                                         OptionCase{help_of_3_13, "--with-ensurepip=no", true},
                                         OptionCase{help_of_3_13, "--enable-experimental-jit=yes-off", true},
                                         OptionCase{help_of_3_13, "--with-tail-call-interp", false},
                                         OptionCase{help_of_3_13, "--enable-lto", false},
                                         OptionCase{help_of_3_16, "--with-tail-call-interp", true},
                                         // Only a help text names it, in the middle of a line.
                                         OptionCase{help_of_3_16, "--with-system-libmpdec=no", false},
                                         OptionCase{"", "CC=clang", true},
                                         OptionCase{"", "--prefix=/opt/python", true}));

BuildRequest request_for(const char* version) {
    return {.id = {.version = *runtimes::PythonVersion::parse(version),
                   .target = {"linux", "amd64", "debian", "12"}},
            .tarball = "x",
            .work = "/somewhere",
            .log_file = "/log"};
}

TEST(ConfigureTest, OptionsFollowTheRequest) {
    BuildRequest request = request_for("3.13.5");
    const SourceFacts facts{.configure_help = help_of_3_13, .has_libmpdec = true};
    const auto plain = configure_arguments(request, facts);
    EXPECT_THAT(plain, Contains("--enable-shared"));
    EXPECT_THAT(plain, Contains("--with-dbmliborder=bdb:gdbm"));
    EXPECT_THAT(plain, Contains("LDFLAGS_NODIST=-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack "
                                "-Wl,-rpath,'$$ORIGIN/../lib'"));
    EXPECT_THAT(plain, Contains(HasSubstr("-fcf-protection")));
    EXPECT_THAT(plain, Contains(HasSubstr("-ffile-prefix-map=/somewhere/source=")));
    for (const char* option : {"--disable-gil", "--enable-optimizations", "--with-lto", "--enable-bolt",
                               "--enable-experimental-jit", "--with-tail-call-interp"}) {
        EXPECT_THAT(plain, Not(Contains(option)));
    }

    request.pgo = request.lto = request.bolt = request.jit = request.tail_call = true;
    request.id.free_threaded = true;
    const auto optimised = configure_arguments(request, facts);
    for (const char* option : {"--disable-gil", "--enable-optimizations", "--with-lto", "--enable-bolt",
                               "--enable-experimental-jit", "--with-tail-call-interp"}) {
        EXPECT_THAT(optimised, Contains(option));
    }
}

TEST(ConfigureTest, TheRequestsOwnArgumentsComeLast) {
    BuildRequest request = request_for("3.13.5");
    request.configure_args = {"--with-system-libmpdec=yes", "CC=clang-19"};
    const auto arguments =
        configure_arguments(request, {.configure_help = help_of_3_13, .has_libmpdec = true});
    EXPECT_EQ(arguments.at(arguments.size() - 2), "--with-system-libmpdec=yes");
    EXPECT_EQ(arguments.back(), "CC=clang-19");
}

/// 3.13 to 3.15 take the system's by default, and later ones bring none.
TEST(ConfigureTest, TheBundledLibmpdecIsTakenWhereThereIsOne) {
    const BuildRequest request = request_for("3.15.2");
    const auto takes_bundled = [&](const SourceFacts& facts) {
        const auto arguments = configure_arguments(request, facts);
        return std::ranges::find(arguments, "--with-system-libmpdec=no") != arguments.end();
    };
    EXPECT_TRUE(takes_bundled({.configure_help = help_of_3_13, .has_libmpdec = true}));
    EXPECT_FALSE(takes_bundled({.configure_help = help_of_3_13, .has_libmpdec = false}));
    EXPECT_FALSE(takes_bundled({.configure_help = help_of_3_16, .has_libmpdec = false}));
}

TEST(ConfigureTest, TestModulesAreCompiledOnlyToTrainWith) {
    BuildRequest request = request_for("3.13.5");
    EXPECT_THAT(configure_arguments(request, {}), Contains("--disable-test-modules"));
    request.pgo = true;
    EXPECT_THAT(configure_arguments(request, {}), Not(Contains("--disable-test-modules")));
    request.configure_args = {"--disable-test-modules"};
    EXPECT_THAT(configure_arguments(request, {}), Contains("--disable-test-modules"));
}

TEST(ConfigureTest, TheSourceSaysWhichLlvmItNeeds) {
    EXPECT_EQ(parse_llvm_version("import os\n\n_LLVM_VERSION = 18\n_LLVM_VERSION_PATTERN = 1\n"), 18u);
    EXPECT_EQ(parse_llvm_version("_LLVM_VERSION = \"21\"\n_EXTERNALS_LLVM_TAG = \"llvm-21.1.4.0\"\n"), 21u);
    EXPECT_EQ(parse_llvm_version("_LLVM_VERSION = find()\n"), std::nullopt);
    EXPECT_EQ(parse_llvm_version(""), std::nullopt);
}

TEST(ConfigureTest, FactsAreReadFromTheSource) {
    const base::TempDir source;
    base::write_file(source.path() / "configure",
                     "#!/bin/sh\n[ \"$1\" = --help ] && echo '  --enable-bolt'\n", 0755);
    base::make_directories(source.path() / "Modules/_decimal/libmpdec");
    base::make_directories(source.path() / "Tools/jit");
    base::write_file(source.path() / "Tools/jit/_llvm.py", "_LLVM_VERSION = 19\n");
    base::Log people{{}, [](base::Log::Stream, std::string_view) {}};
    const SourceFacts facts =
        read_source_facts(source.path(), {{"PATH", "/usr/bin:/bin"}}, {people, source.path() / "log"});
    EXPECT_EQ(facts.configure_help, "  --enable-bolt\n");
    EXPECT_TRUE(facts.has_libmpdec);
    EXPECT_EQ(facts.llvm_version, 19u);
}

TEST(HardeningTest, EachArchitectureHasItsOwn) {
    EXPECT_THAT(hardening_compiler_flags("amd64"), Contains("-fcf-protection"));
    EXPECT_THAT(hardening_compiler_flags("arm64"), Contains("-mbranch-protection=standard"));
    EXPECT_THAT(hardening_compiler_flags("arm64"), Not(Contains("-fcf-protection")));
}

}  // namespace
}  // namespace adder::runtime_archive
