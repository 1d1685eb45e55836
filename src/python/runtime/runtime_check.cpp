#include "python/runtime/runtime_check.hpp"

#include <adder/base/bytes.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/cnb/layer_files.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr const char* interpreter = "bin/python3";

struct Machine {
    std::string_view arch;  ///< as `Target` says it
    unsigned number;        ///< e_machine
};
constexpr std::array<Machine, 7> machines{{{"amd64", EM_X86_64},
                                           {"arm64", EM_AARCH64},
                                           {"arm", EM_ARM},
                                           {"386", EM_386},
                                           {"ppc64le", EM_PPC64},
                                           {"s390x", EM_S390},
                                           {"riscv64", EM_RISCV}}};

/// e_machine of an ELF file; nullopt for any other file.
std::optional<unsigned> machine_of(const fs::path& file) {
    const base::UniqueFd fd = base::open_file(file, O_RDONLY);
    std::array<unsigned char, 20> head{};
    const auto got = ::pread(fd.get(), head.data(), head.size(), 0);
    if (got < 0) throw base::SystemError{errno, "cannot read {}", file};
    if (got < static_cast<ssize_t>(head.size()) || !std::equal(ELFMAG, ELFMAG + SELFMAG, head.begin())) {
        return std::nullopt;
    }
    const bool is_big_endian = head[EI_DATA] == ELFDATA2MSB;
    return is_big_endian ? head[18] << 8u | head[19] : head[19] << 8u | head[18];
}

/// Some of what is at the tree's top, for a message.
std::string top_of(const fs::path& tree) {
    constexpr std::size_t shown = 5;
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator{tree}) {
        names.push_back(base::printable(entry.path().filename().native(), 40));
    }
    std::ranges::sort(names);
    if (names.empty()) return "It is empty";
    if (names.size() > shown) {
        names.resize(shown);
        names.emplace_back("…");
    }
    return "At its top is: " + base::join(names, ", ");
}

void require_interpreter(const fs::path& tree, const cnb::Target& target) {
    std::error_code code;
    const fs::path program = fs::canonical(tree / interpreter, code);
    const fs::path root = fs::canonical(tree);
    const bool is_within =
        std::mismatch(root.begin(), root.end(), program.begin(), program.end()).first == root.end();
    if (code || !is_within || !fs::is_regular_file(program)) {
        throw NotARuntime{"it holds no {}. {}", interpreter, top_of(tree)};
    }
    if ((fs::status(program).permissions() & fs::perms::owner_exec) == fs::perms::none) {
        throw NotARuntime{"its {} is not executable", interpreter};
    }
    const std::optional<unsigned> machine = machine_of(program);
    const auto known = std::ranges::find(machines, target.arch, &Machine::arch);
    const bool is_other = machine && known != machines.end() && known->number != *machine;
    if (machine && !is_other) return;
    throw NotARuntime{"its {} is not a program for {}/{}", interpreter, target.os, target.arch};
}

}  // namespace

void require_runtime(const fs::path& tree, const cnb::Target& target) {
    require_interpreter(tree, target);
    const std::vector<std::string> names = cnb::lifecycle_names_in(tree);
    if (names.empty()) return;
    throw NotARuntime{"it holds {}, which the lifecycle would read or run when the app is built and started",
                      base::join(names, ", ")};
}

}  // namespace adder::python
