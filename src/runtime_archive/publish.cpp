#include <adder/archive/pack.hpp>
#include <adder/base/digest.hpp>
#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/publication.hpp>
#include <adder/runtime_archive/publish.hpp>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// Held on the directory itself: it leaves no file behind.
base::UniqueFd lock_directory(const fs::path& directory) {
    base::UniqueFd fd = base::open_file(directory, O_RDONLY | O_DIRECTORY);
    while (::flock(fd.get(), LOCK_EX) != 0) {
        if (errno != EINTR) throw base::SystemError{errno, "cannot lock {}", directory};
    }
    return fd;
}

/// An index that is to be written again.
runtimes::Index read_index(const fs::path& file) {
    const auto text = base::read_file_if_present(file, runtimes::max_index_size);
    if (!text) return {};
    try {
        runtimes::Index index = runtimes::parse_index(*text);
        require_understood(index);
        return index;
    } catch (base::Error& error) {
        error.add_context("while reading {}", file);
        throw;
    }
}

std::optional<base::Sha256Digest> digest_if_present(const fs::path& file) {
    if (!fs::exists(file)) return std::nullopt;
    return base::sha256_of_file(file);
}

struct Packed {
    base::Sha256Digest sha256;
    std::uint64_t size;
};

Packed pack(const fs::path& tree, const PackRequest& request, const fs::path& file) {
    base::FileSink to_file{file};
    base::Sha256Sink to_digest;
    base::TeeSink both{{to_file, to_digest}};
    archive::pack_tree(
        tree, both, {.level = request.level, .window_log = request.window_log, .threads = request.threads});
    return {to_digest.digest(), fs::file_size(file)};
}

}  // namespace

runtimes::IndexEntry publish(const fs::path& tree, const PackRequest& request, base::Log& log) {
    base::make_directories(request.output);
    const fs::path index_file = request.output / runtimes::index_file_name;
    read_index(index_file);  // a broken index is better found before the work than after it

    const base::Stopwatch watch;
    const base::TempDir scratch{request.output, ".packing-"};  // here, so that a rename suffices
    const fs::path file = scratch.path() / "archive";
    const Packed packed = pack(tree, request, file);
    const runtimes::IndexEntry entry{
        .id = request.id,
        .file = runtimes::archive_file_name(request.id),
        .size = packed.size,
        .sha256 = packed.sha256,
        .source = request.source,
        .date = request.date,
    };
    log.step("Packed in {}: {}", watch.text(), base::human_size(entry.size));

    const base::UniqueFd lock = lock_directory(request.output);
    const runtimes::Index index = read_index(index_file);
    const fs::path destination = request.output / entry.file;
    const Publication publication = decide(index, digest_if_present(destination), entry);
    if (const auto* refuse = std::get_if<Refuse>(&publication)) {
        throw base::Error{
            "{} is published already, with other contents: {}.\n"
            "A published archive is never replaced; publish this one as a rebuild with --build {}.",
            destination, refuse->reason, request.id.build + 1};
    }
    if (std::holds_alternative<Unchanged>(publication)) {
        log.step("{} is there already, byte for byte", destination.native());
        return entry;
    }
    base::rename_path(file, destination);
    base::write_file(index_file, runtimes::to_json(with_entry(index, entry)));
    log.step("Wrote {} and entered it in index.json", destination.native());
    return entry;
}

}  // namespace adder::runtime_archive
