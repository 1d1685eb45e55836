// Any bytes as an archive, decompression, reading, policy and writing included. The first byte chooses the
// format.

#include "archive/unpack.hpp"
#include "fuzz.hpp"

#include <adder/base/files.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

namespace {

namespace fs = std::filesystem;
using adder::archive::Format;

void unpack(const fs::path& directory, Format format, std::string_view bytes) {
    adder::archive::TreeUnpacker unpacker{
        directory,
        {.format = format, .limits = {.entries = 1000, .file_bytes = 1u << 20, .total_bytes = 4u << 20}}};
    constexpr std::size_t piece = 1000;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        unpacker.write(adder::base::as_bytes(bytes.substr(0, piece)));
    }
    unpacker.finish();
}

void expect_nothing_beside(const fs::path& parent) {
    if (std::distance(fs::directory_iterator{parent}, {}) != 1) throw std::logic_error("written outside");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array formats{Format::tar, Format::tar_gz, Format::tar_zst, Format::zip};
    if (size == 0) return 0;
    const adder::base::TempDir parent{"/dev/shm"};
    const fs::path directory = parent.path() / "tree";
    adder::base::make_directories(directory);
    adder::fuzz::refuse_or_take([&] {
        unpack(directory, formats[data[0] % formats.size()], adder::fuzz::text_of(data + 1, size - 1));
    });
    expect_nothing_beside(parent.path());
    return 0;
}
