#include "runtimes/elf.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/process.hpp>
#include <adder/base/text.hpp>

#include <cstring>

#include <elf.h>
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

/// A library as a wheel can hold it: `entries` in its dynamic section, whose strings are `strings`.
std::string library(const std::vector<Elf64_Dyn>& entries, const std::string& strings,
                    unsigned dynamic_segments = 1) {
    const auto bytes_of = [](const auto& structure) {
        return std::string{reinterpret_cast<const char*>(&structure), sizeof structure};
    };
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_machine = EM_X86_64;
    header.e_phoff = sizeof header;
    header.e_phnum = static_cast<Elf64_Half>(1 + dynamic_segments);
    const std::size_t dynamic_at = sizeof header + header.e_phnum * sizeof(Elf64_Phdr);
    const std::size_t strings_at = dynamic_at + (entries.size() + 2) * sizeof(Elf64_Dyn);
    Elf64_Phdr load{};
    load.p_type = PT_LOAD;
    load.p_filesz = strings_at + strings.size();
    Elf64_Phdr dynamic{};
    dynamic.p_type = PT_DYNAMIC;
    dynamic.p_offset = dynamic_at;
    dynamic.p_filesz = (entries.size() + 2) * sizeof(Elf64_Dyn);
    std::string file = bytes_of(header) + bytes_of(load);
    for (unsigned i = 0; i < dynamic_segments; ++i) file += bytes_of(dynamic);
    file += bytes_of(Elf64_Dyn{.d_tag = DT_STRTAB, .d_un = {.d_val = strings_at}});
    for (const Elf64_Dyn& entry : entries) file += bytes_of(entry);
    return file + bytes_of(Elf64_Dyn{}) + strings;
}

Elf64_Dyn entry(Elf64_Sxword tag, std::uint64_t value) { return {.d_tag = tag, .d_un = {.d_val = value}}; }

/// 256 kB, of which a wheel has 1.5, took 2 GB: each entry was given the long name.
TEST(ElfTest, AFileCannotStandForGigabytes) {
    const std::string long_name = std::string(10'000, 'x') + '\0';
    EXPECT_EQ(
        read_elf(base::as_bytes(library({entry(DT_NEEDED, 0)}, "libc.so.6" + std::string(1, '\0'))))->needed,
        std::vector<std::string>{"libc.so.6"});
    const std::string hostile[] = {
        library(std::vector<Elf64_Dyn>(400, entry(DT_NEEDED, 0)), long_name),
        library(std::vector<Elf64_Dyn>(501, entry(DT_NEEDED, 0)), std::string("x\0", 2)),
        library(std::vector<Elf64_Dyn>(20'000, entry(DT_DEBUG, 0)), std::string("x\0", 2)),
        library({entry(DT_NEEDED, 0)}, std::string(1u << 20, 'x') + '\0'),
        library({entry(DT_RUNPATH, 0)},
                [] {
                    std::string paths;
                    for (int i = 0; i < 1000; ++i) paths += "/p:";
                    return paths + '\0';
                }()),
    };
    for (const std::string& file : hostile) {
        try {
            read_elf(base::as_bytes(file));
            ADD_FAILURE();
        } catch (const base::Error& error) {
            EXPECT_EQ(error.message(), "the ELF file holds more than any real one");
        }
    }
    const auto repeated =
        read_elf(base::as_bytes(library({entry(DT_NEEDED, 0)}, std::string("x\0", 2), 10'000)));
    EXPECT_EQ(repeated->needed.size(), 1u);
}

}  // namespace
}  // namespace adder::runtimes
