#include "archive/pack.hpp"

#include "runtime_archive/archives/archive_directory.hpp"
#include "runtime_archive/archives/pack.hpp"
#include "runtime_archive/archives/publication.hpp"
#include "runtime_archive/progress/byte_progress.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/interrupts.hpp>
#include <adder/base/text.hpp>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

struct Written {
    base::Sha256Digest sha256;
    std::uint64_t size;
};

Written write_archive(const fs::path& tree, const PackRequest& request, const fs::path& file,
                      base::Log& log) {
    base::FileSink to_file{file};
    base::Sha256Sink to_digest;
    base::TeeSink both{{to_file, to_digest}};
    ByteProgress progress{log, "packing"};
    archive::pack_tree(tree, both,
                       {.level = request.level,
                        .window_log = request.window_log,
                        .threads = request.threads,
                        .progress = [&](std::uint64_t done, std::uint64_t total) {
                            base::throw_if_stopped(request.stop);
                            progress.update(done, total);
                        }});
    return {to_digest.digest(), fs::file_size(file)};
}

}  // namespace

PackedArchive pack(const fs::path& tree, const PackRequest& request, base::Log& log) {
    base::make_directories(request.output);
    require_understood(read_index(request.output));  // better found before the work than after it

    const base::Stopwatch watch;
    const base::TempDir scratch{request.output, ".packing-"};  // here, so that a rename suffices
    const fs::path file = scratch.path() / "archive";
    const Written written = write_archive(tree, request, file, log);
    const runtimes::IndexEntry entry{
        .id = request.id,
        .file = runtimes::archive_file_name(request.id),
        .size = written.size,
        .sha256 = written.sha256,
        .build_flags = request.build_flags,
        .source = request.source,
        .date = request.date,
    };
    log.step("Packed in {}: {}", watch.text(), base::human_size(entry.size));

    const ArchiveDirectory directory{request.output};
    const bool was_there = directory.add(file, entry) == ArchiveDirectory::Added::was_there;
    const PackedArchive packed{entry, request.output / entry.file, was_there};
    if (was_there) {
        log.step("{} is there already, byte for byte", packed.file.native());
        return packed;
    }
    log.step("Wrote {} and entered it in index.json", packed.file.native());
    if (directory.is_signed()) {
        log.warning("The signature of the index no longer fits",
                    base::format("Sign it again: runtime-archive sign {} --key KEY", request.output));
    }
    return packed;
}

}  // namespace adder::runtime_archive
