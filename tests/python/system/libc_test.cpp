#include "python/system/libc.hpp"

#include <adder/base/files.hpp>

#include <gtest/gtest.h>

namespace adder::python {
namespace {

struct LibcCase {
    const char* name;
    const char* file;
    const char* contents;
    std::optional<Libc> libc;
};

void PrintTo(const LibcCase& given, std::ostream* out) { *out << given.name; }

class LibcTest : public testing::TestWithParam<LibcCase> {};

TEST_P(LibcTest, IsFoundInAnImage) {
    const base::TempDir root;
    const std::filesystem::path file = root.path() / GetParam().file;
    base::make_directories(file.parent_path());
    base::write_file(file, GetParam().contents);
    EXPECT_EQ(libc_of(root.path()), GetParam().libc);
}

constexpr const char* debian =
    "\x7f"
    "ELF … GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36.\nCopyright";

INSTANTIATE_TEST_SUITE_P(
    Images, LibcTest,
    testing::Values(
        LibcCase{"debian", "usr/lib/x86_64-linux-gnu/libc.so.6", debian, Libc{Libc::Kind::glibc, 2, 36}},
        LibcCase{"fedora", "usr/lib64/libc.so.6", "GNU C Library (GNU libc) stable release version 2.34.",
                 Libc{Libc::Kind::glibc, 2, 34}},
        LibcCase{"one_that_does_not_say", "lib64/libc.so.6", "", Libc{Libc::Kind::glibc}},
        LibcCase{"alpine", "lib/ld-musl-aarch64.so.1", "", Libc{Libc::Kind::musl}},
        LibcCase{"musl_beside_glibc", "lib/ld-musl-x86_64.so.1", "", Libc{Libc::Kind::musl}},
        LibcCase{"none", "lib/other", "", std::nullopt}),
    [](const auto& tested) { return tested.param.name; });

TEST(LibcTest, OfThisMachineHasAVersion) {
    const auto libc = libc_of("/");
    ASSERT_TRUE(libc);
    EXPECT_TRUE(libc->kind == Libc::Kind::musl || libc->major_number >= 2);
}

}  // namespace
}  // namespace adder::python
