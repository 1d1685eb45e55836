#include "runtime_archive/inspection/inspect.hpp"

#include "archive/unpack.hpp"
#include "archive/zstd_frame.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

void count_file(const fs::directory_entry& entry, TreeSummary& summary) {
    const fs::path& path = entry.path();
    ++summary.files;
    summary.bytes += entry.file_size();
    const std::string name = path.filename();
    const std::string parent = path.parent_path().filename();
    if (path.extension() == ".pyc") ++summary.bytecode_files;
    if (parent == "lib-dynload" && path.extension() == ".so") ++summary.extension_modules;
    if (parent == "bin" && name.starts_with("python3.") && !name.ends_with("-config")) {
        summary.interpreters.push_back("bin/" + name);
    }
    if (parent == "ensurepip" && name == "__init__.py") summary.ensurepip = true;
    if (path.extension() == ".h") summary.headers = true;
}

std::uint64_t window_of(const fs::path& archive) {
    std::array<std::byte, archive::max_zstd_header_size> start{};
    const base::UniqueFd fd = base::open_file(archive, O_RDONLY);
    const ssize_t size = ::read(fd.get(), start.data(), start.size());
    if (size < 0) throw base::SystemError{errno, "cannot read {}", archive};
    const auto frame = archive::zstd_frame(base::ByteSpan{start}.first(static_cast<std::size_t>(size)));
    return frame ? frame->window_size : 0;
}

}  // namespace

TreeSummary summarise(const fs::path& tree) {
    TreeSummary summary;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{tree}) {
        if (entry.is_symlink()) {
            ++summary.links;
        } else if (entry.is_directory()) {
            ++summary.directories;
        } else {
            count_file(entry, summary);
        }
    }
    std::ranges::sort(summary.interpreters);
    return summary;
}

ArchiveSummary inspect(const fs::path& archive) {
    const base::TempDir scratch;
    unpack_archive(archive, scratch.path());
    return {.size = fs::file_size(archive),
            .sha256 = base::sha256_of_file(archive),
            .window = window_of(archive),
            .contents = summarise(scratch.path())};
}

void unpack_archive(const fs::path& archive, const fs::path& directory, std::size_t strip) {
    const auto format = archive::format_of(archive.filename().native());
    if (!format)
        throw base::Error{"{} is no archive by its name: .tar.zst, .tar.xz, .tar.gz or .tar", archive};
    archive::TreeUnpacker unpacker{directory, {.format = *format, .strip = strip}};
    try {
        base::copy_file_into(archive, unpacker);
        unpacker.finish();
    } catch (base::Error& error) {
        error.add_context("while unpacking {}", archive);
        throw;
    }
}

}  // namespace adder::runtime_archive
