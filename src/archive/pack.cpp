#include "archive/pack.hpp"

#include "archive/extraction_policy.hpp"
#include "archive/tar_header.hpp"
#include "archive/zstd_encoder.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace adder::archive {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::SystemError;

constexpr std::size_t end_mark_size = 2 * tar_block_size;

/// An entry of the archive to be, and the file that it comes from.
struct Planned {
    TarEntry entry;
    fs::path source;
};

TarEntry describe(const fs::path& file, const std::string& path, std::int64_t mtime) {
    struct stat status{};
    if (::lstat(file.c_str(), &status) != 0) throw SystemError{errno, "cannot read {}", file};
    TarEntry entry{.path = path, .mtime = mtime, .link_target = {}};
    switch (status.st_mode & S_IFMT) {
        case S_IFREG:
            entry.size = static_cast<std::uint64_t>(status.st_size);
            entry.mode = (status.st_mode & 0111) != 0 ? 0755 : 0644;
            return entry;
        case S_IFDIR:
            entry.type = TarEntry::Type::directory;
            entry.path += '/';
            entry.mode = 0755;
            return entry;
        case S_IFLNK:
            entry.type = TarEntry::Type::symlink;
            entry.mode = 0777;
            entry.link_target = fs::read_symlink(file).native();
            return entry;
        default:
            throw Error{"cannot pack {}: it is neither a file, a directory nor a symbolic link", file};
    }
}

std::vector<Planned> plan(const fs::path& directory, std::int64_t mtime) {
    std::vector<Planned> plan;
    try {
        for (const fs::directory_entry& found : fs::recursive_directory_iterator{directory}) {
            const std::string path = found.path().lexically_relative(directory).native();
            plan.push_back({describe(found.path(), path, mtime), found.path()});
        }
    } catch (const fs::filesystem_error& error) {
        throw SystemError{error.code().value(), "cannot read {}", error.path1()};
    }
    std::ranges::sort(plan, {}, [](const Planned& planned) { return planned.entry.path; });
    return plan;
}

EntryKind kind_of(TarEntry::Type type) {
    switch (type) {
        case TarEntry::Type::directory:
            return EntryKind::directory;
        case TarEntry::Type::symlink:
            return EntryKind::symlink;
        case TarEntry::Type::file:
            break;
    }
    return EntryKind::file;
}

/// Nothing is published that nobody could unpack.
void check_can_be_unpacked(const std::vector<Planned>& plan) {
    ExtractionPolicy policy{Limits{}};
    for (const auto& [entry, source] : plan) {
        policy.check({.path = entry.path,
                      .kind = kind_of(entry.type),
                      .size = entry.size,
                      .mode = entry.mode,
                      .link_target = entry.link_target});
        policy.count(entry.size);
    }
}

std::uint64_t stream_size(const std::vector<Planned>& plan) {
    std::uint64_t size = end_mark_size;
    for (const auto& [entry, source] : plan) {
        size += tar_header(entry).size() + entry.size + tar_padding(entry.size);
    }
    return size;
}

/// Passes bytes on, counts them and reports.
class ProgressSink final : public base::ByteSink {
  public:
    ProgressSink(base::ByteSink& next, std::uint64_t total, const PackOptions& options)
        : next_{next}, total_{total}, options_{options} {}

    void write(base::ByteSpan bytes) override {
        if (bytes.empty()) return;
        next_.write(bytes);
        done_ += bytes.size();
        if (options_.progress) options_.progress(done_, total_);
    }
    void finish() override { next_.finish(); }

    std::uint64_t done() const { return done_; }

  private:
    base::ByteSink& next_;
    std::uint64_t total_;
    const PackOptions& options_;
    std::uint64_t done_ = 0;
};

void write_contents(const Planned& planned, ProgressSink& sink) {
    const std::uint64_t end = sink.done() + planned.entry.size;
    base::copy_file_into(planned.source, sink);
    if (sink.done() != end) throw Error{"{} changed while it was packed", planned.source};
    const std::string padding(tar_padding(planned.entry.size), '\0');
    sink.write(base::as_bytes(padding));
}

}  // namespace

PackTotals pack_tree(const fs::path& directory, base::ByteSink& sink, const PackOptions& options) {
    const std::vector<Planned> entries = plan(directory, options.mtime);
    check_can_be_unpacked(entries);
    const std::uint64_t size = stream_size(entries);

    ZstdEncoder encoder{sink,
                        {.level = options.level,
                         .window_log = options.window_log,
                         .threads = options.threads,
                         .content_size = size}};
    ProgressSink tar{encoder, size, options};
    for (const Planned& planned : entries) {
        const std::string header = tar_header(planned.entry);
        tar.write(base::as_bytes(header));
        if (planned.entry.type == TarEntry::Type::file) write_contents(planned, tar);
    }
    const std::string end_mark(end_mark_size, '\0');
    tar.write(base::as_bytes(end_mark));
    tar.finish();
    return {.entries = entries.size(), .bytes = size};
}

}  // namespace adder::archive
