// Any bytes as an ELF file: what a wheel brings along as a shared library.

#include "fuzz.hpp"
#include "runtimes/elf.hpp"

#include <span>
#include <stdexcept>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adder;
    fuzz::refuse_or_take([&] {
        const auto elf = runtimes::read_elf(std::as_bytes(std::span{data, size}));
        if (elf && (elf->needed.size() > 500 || elf->search_paths.size() > 64))
            throw std::logic_error("more than is allowed");
    });
    return 0;
}
