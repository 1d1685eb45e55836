#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/parallel.hpp>
#include <adder/base/tree_seal.hpp>

#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace adder::base {

namespace {

namespace fs = std::filesystem;

/// Kernels stamp files by a clock that ticks a hundred times a second or more often.
constexpr std::chrono::milliseconds clock_tick{12};

struct stat status_of(const fs::path& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) throw SystemError{errno, "cannot look at {}", path};
    return status;
}

bool is_same_time(const timespec& one, const timespec& other) {
    return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

/// One byte of a file, written through a mapping.
void write_through_memory(const fs::path& file) {
    const UniqueFd descriptor = open_file(file, O_RDWR);
    void* const byte = ::mmap(nullptr, 1, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.get(), 0);
    if (byte == MAP_FAILED) throw SystemError{errno, "cannot map {}", file};
    *static_cast<volatile char*>(byte) = 'b';
    ::munmap(byte, 1);
}

}  // namespace

bool keeps_change_times(const fs::path& directory) {
    const TempDir scratch{directory, ".times-"};
    const fs::path file = scratch.path() / "file";
    write_file(file, "a");
    const timespec before = status_of(file).st_ctim;
    std::this_thread::sleep_for(clock_tick);
    try {
        write_through_memory(file);
    } catch (const SystemError&) {
        return false;  // no mappings at all: nothing is known of such a file system
    }
    return !is_same_time(before, status_of(file).st_ctim);
}

TreeSeal TreeSeal::of(fs::path directory, By by) {
    Entries entries = entries_of(directory, by);
    // After the entries are read: what changes from now on has another time than any of them.
    if (by == By::change_time && !keeps_change_times(directory.parent_path()))
        return of(std::move(directory), By::digest);
    return {std::move(directory), by, std::move(entries)};
}

std::vector<std::string> TreeSeal::broken() const {
    const Entries now = entries_of(directory_, by_);
    std::vector<std::string> different;
    auto then = entries_.begin();
    auto found = now.begin();
    while (then != entries_.end() || found != now.end()) {
        if (found == now.end() || (then != entries_.end() && then->first < found->first)) {
            different.push_back((then++)->first);
        } else if (then == entries_.end() || found->first < then->first) {
            different.push_back((found++)->first);
        } else {
            if (then->second != found->second) different.push_back(then->first);
            ++then, ++found;
        }
    }
    return different;
}

TreeSeal::Entries TreeSeal::entries_of(const fs::path& directory, By by) {
    Entries entries;
    std::vector<std::pair<fs::path, Entry*>> files;
    try {
        if (!fs::is_directory(fs::symlink_status(directory))) return entries;
        for (const fs::directory_entry& found : fs::recursive_directory_iterator{directory}) {
            const struct stat status = status_of(found.path());
            Entry& entry = entries[found.path().lexically_relative(directory).native()];
            entry.mode = status.st_mode;
            if (S_ISDIR(status.st_mode)) continue;
            entry.size = static_cast<std::uint64_t>(status.st_size);
            if (S_ISLNK(status.st_mode)) {
                entry.contents = fs::read_symlink(found.path()).native();
            } else if (by == By::change_time) {
                entry.changed_seconds = status.st_ctim.tv_sec;
                entry.changed_nanoseconds = status.st_ctim.tv_nsec;
            } else if (S_ISREG(status.st_mode)) {
                files.emplace_back(found.path(), &entry);
            }
        }
    } catch (const fs::filesystem_error& error) {
        throw SystemError{error.code().value(), "cannot look through {}", error.path1()};
    }
    in_parallel(files.size(),
                [&](std::size_t i) { files[i].second->contents = sha256_of_file(files[i].first).hex(); });
    return entries;
}

}  // namespace adder::base
