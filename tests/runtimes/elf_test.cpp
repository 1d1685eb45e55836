#include "runtimes/elf.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::runtimes {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// This test may itself be linked statically.
std::string dynamic_program() { return base::read_file(ADDER_DYNAMIC_PROGRAM, std::size_t{1} << 30); }

TEST(ElfTest, SaysWhatReadelfSays) {
    const auto elf = read_elf(base::as_bytes(dynamic_program()));
    ASSERT_TRUE(elf);
    EXPECT_THAT(elf->interpreter, StartsWith("/lib"));
    EXPECT_THAT(elf->needed, Contains("libc.so.6"));
    EXPECT_THAT(elf->needed_versions.at("libc.so.6"), Contains(StartsWith("GLIBC_2.")));

    const base::Captured readelf = base::run_and_capture({.program = "readelf",
                                                          .args = {"-dW", ADDER_DYNAMIC_PROGRAM},
                                                          .env = {{"PATH", "/usr/bin"}},
                                                          .working_directory = {}});
    ASSERT_TRUE(readelf.status.ok()) << readelf.output;
    std::vector<std::string> needed;
    for (const std::string_view line : base::lines(readelf.output)) {
        if (line.find("(NEEDED)") == std::string_view::npos) continue;
        needed.emplace_back(line.substr(line.find('[') + 1, line.rfind(']') - line.find('[') - 1));
    }
    EXPECT_EQ(elf->needed, needed);
}

TEST(ElfTest, OtherFilesAreNone) {
    for (const std::string text : {"", "#!/bin/sh\n",
                                   "\x7f"
                                   "ELF",
                                   "\x7f"
                                   "ELF\x01\x01"}) {
        EXPECT_EQ(read_elf(base::as_bytes(text)), std::nullopt);
    }
}

TEST(ElfTest, OfAFile) {
    EXPECT_EQ(read_elf_file(ADDER_DYNAMIC_PROGRAM), read_elf(base::as_bytes(dynamic_program())));
    const base::TempDir directory;
    base::write_file(directory.path() / "empty", "");
    EXPECT_EQ(read_elf_file(directory.path() / "empty"), std::nullopt);
    EXPECT_THROW(read_elf_file(directory.path() / "absent"), base::SystemError);
}

/// Cut off or changed anywhere, it is refused or read, and nothing outside of it is touched.
TEST(ElfTest, DamagedFilesAreSafe) {
    const std::string whole = base::read_file("/bin/true");
    ASSERT_TRUE(read_elf(base::as_bytes(whole)));
    for (std::size_t size = 0; size < whole.size(); size += 97) {
        try {
            read_elf(base::as_bytes(std::string_view{whole}.substr(0, size)));
        } catch (const base::Error& error) {
            EXPECT_THAT(error.message(), HasSubstr("refers to what is not in it"));
        }
    }
    for (std::size_t at = 0; at < 4096; at += 3) {
        std::string changed = whole;
        changed[at] = static_cast<char>(~changed[at]);
        try {
            read_elf(base::as_bytes(changed));
        } catch (const base::Error&) {}
    }
}

}  // namespace
}  // namespace adder::runtimes
