#include "runtime_archive/building/toolchain.hpp"

#include "support/errors.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtime_archive {
namespace {

using test::error_text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* help =
    "  --enable-bolt           enable usage of the llvm-bolt post-link optimizer\n"
    "  --enable-experimental-jit[=no|yes|yes-off|interpreter]\n"
    "  --with-tail-call-interp enable tail-calling interpreter\n";

/// Programs of a PATH of its own, each a shell script.
class ToolchainTest : public testing::Test {
  protected:
    void program(const std::string& name, const std::string& script) {
        base::write_file(bin.path() / name, "#!/bin/sh\n" + script + "\n", 0755);
    }

    void llvm(const std::string& name, const char* version) {
        program(name, base::format("echo 'Debian {} version {} (1)'", name, version));
    }

    std::string complaint(const std::vector<std::string>& arguments,
                          std::optional<unsigned> llvm_version = std::nullopt) {
        const SourceFacts facts{.configure_help = help, .llvm_version = llvm_version};
        return error_text([&] {
            check_toolchain(*runtimes::PythonVersion::parse("3.14.5"), arguments, facts,
                            {{"PATH", bin.path().native()}});
        });
    }

    const base::TempDir bin;
};

TEST_F(ToolchainTest, ArgumentsThatNeedNothingAreAccepted) {
    EXPECT_EQ(complaint({"--prefix=/x", "--enable-option-checking=fatal", "CC=cc", "--disable-bolt",
                         "--enable-experimental-jit=no", "--enable-experimental-jit=interpreter",
                         "--with-tail-call-interp=no"}),
              "no error");
}

TEST_F(ToolchainTest, OptionsThatTheReleaseDoesNotKnowAreNamed) {
    const std::string text = complaint({"--enable-optimisations", "--enable-bolt", "--with-frills=3"});
    EXPECT_THAT(text, HasSubstr("Python 3.14.5 does not have --enable-optimisations, --with-frills=3"));
    EXPECT_THAT(text, Not(HasSubstr("bolt")));
}

TEST_F(ToolchainTest, TheJitNeedsAPythonToBeBuiltWith) {
    llvm("clang", "19.1.7");
    llvm("llvm-readobj", "19.1.7");
    EXPECT_THAT(complaint({"--enable-experimental-jit"}, 19), HasSubstr("a Python 3.11 or newer"));
    program("python3", "exit 1");  // an older one
    EXPECT_THAT(complaint({"--enable-experimental-jit"}, 19), HasSubstr("a Python 3.11 or newer"));
    program("python3.12", "");
    EXPECT_EQ(complaint({"--enable-experimental-jit"}, 19), "no error");
}

TEST_F(ToolchainTest, TheJitNeedsTheReleasesLlvm) {
    program("python3", "");
    EXPECT_THAT(complaint({"--enable-experimental-jit"}, 19), HasSubstr("apt-get install clang-19 llvm-19"));
    EXPECT_THAT(complaint({"--enable-experimental-jit=yes-off"}, 19), HasSubstr("clang-19, llvm-readobj-19"));
    llvm("clang", "18.1.8");
    llvm("llvm-readobj-19", "19.1.7");
    EXPECT_THAT(complaint({"--enable-experimental-jit"}, 19),
                HasSubstr("needs LLVM 19. Not found on PATH: clang-19."));
    llvm("clang", "19.1.7");
    EXPECT_EQ(complaint({"--enable-experimental-jit"}, 19), "no error");
    EXPECT_THAT(complaint({"--enable-experimental-jit", "LLVM_VERSION=20"}, 19), HasSubstr("clang-20"));
    EXPECT_THAT(complaint({"--enable-experimental-jit"}), HasSubstr("does not say which LLVM"));
}

TEST_F(ToolchainTest, BoltNeedsItsPrograms) {
    EXPECT_THAT(complaint({"--enable-bolt"}), HasSubstr("llvm-bolt, merge-fdata"));
    program("llvm-bolt", "");
    EXPECT_THAT(complaint({"--enable-bolt"}), HasSubstr("PATH: merge-fdata."));
    program("merge-fdata", "");
    EXPECT_EQ(complaint({"--enable-bolt"}), "no error");
}

/// The real preprocessor is asked, once with what it says and once as one that can.
TEST_F(ToolchainTest, TailCallsNeedACompilerThatGuaranteesThem) {
    program("old", "exec /usr/bin/cc '-D__has_attribute(x)=0' -Wno-builtin-macro-redefined \"$@\"");
    EXPECT_THAT(complaint({"--with-tail-call-interp", "CC=old -m64"}), HasSubstr("and old -m64 does not"));
    program("new", "exec /usr/bin/cc '-D__has_attribute(x)=1' -Wno-builtin-macro-redefined \"$@\"");
    EXPECT_EQ(complaint({"--with-tail-call-interp", "CC=old", "CC=new"}), "no error");
}

TEST(CompilerTest, TheLastOneCounts) {
    EXPECT_THAT(compiler_command({}), ElementsAre("cc"));
    EXPECT_THAT(compiler_command({"CC=gcc", "CFLAGS=-O2", "CC=ccache clang-19"}),
                ElementsAre("ccache", "clang-19"));
    EXPECT_THAT(compiler_command({"CC="}), ElementsAre("cc"));
}

}  // namespace
}  // namespace adder::runtime_archive
