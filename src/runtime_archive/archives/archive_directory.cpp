#include "runtime_archive/archives/archive_directory.hpp"

#include "runtime_archive/archives/publication.hpp"
#include "runtimes/signature.hpp"

#include <adder/base/digest.hpp>
#include <adder/base/error.hpp>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

/// Held on the directory itself: it leaves no file behind.
base::UniqueFd lock_directory(const fs::path& directory) {
    base::make_directories(directory);
    base::UniqueFd fd = base::open_file(directory, O_RDONLY | O_DIRECTORY);
    while (::flock(fd.get(), LOCK_EX) != 0) {
        if (errno != EINTR) throw base::SystemError{errno, "cannot lock {}", directory};
    }
    return fd;
}

std::optional<base::Sha256Digest> digest_if_present(const fs::path& file) {
    if (!fs::exists(file)) return std::nullopt;
    return base::sha256_of_file(file);
}

}  // namespace

runtimes::Index read_index(const fs::path& directory) {
    const fs::path file = directory / runtimes::index_file_name;
    const auto text = base::read_file_if_present(file, runtimes::max_index_size);
    if (!text) return {};
    try {
        return runtimes::parse_index(*text);
    } catch (base::Error& error) {
        error.add_context("while reading {}", file);
        throw;
    }
}

ArchiveDirectory::ArchiveDirectory(fs::path directory)
    : path_{std::move(directory)}, lock_{lock_directory(path_)} {}

runtimes::Index ArchiveDirectory::index() const {
    runtimes::Index index = read_index(path_);
    try {
        require_understood(index);
    } catch (base::Error& error) {
        error.add_context("while reading {}", path_ / runtimes::index_file_name);
        throw;
    }
    return index;
}

void ArchiveDirectory::write(const runtimes::Index& index) const {
    base::write_file(path_ / runtimes::index_file_name, runtimes::to_json(index));
}

bool ArchiveDirectory::is_signed() const { return fs::exists(path_ / runtimes::signature_file_name); }

ArchiveDirectory::Added ArchiveDirectory::add(const fs::path& file, const runtimes::IndexEntry& entry) const {
    const runtimes::Index known = index();
    const fs::path destination = path_ / entry.file;
    const Publication publication = decide(known, digest_if_present(destination), entry);
    if (const auto* refuse = std::get_if<Refuse>(&publication)) {
        throw base::Error{
            "{} is published already, with other contents: {}.\n"
            "A published archive is never replaced; publish this one as a rebuild with --build {}.",
            destination, refuse->reason, entry.id.build + 1};
    }
    if (std::holds_alternative<Unchanged>(publication)) return Added::was_there;
    base::rename_path(file, destination);
    write(with_entry(known, entry));
    return Added::added;
}

}  // namespace adder::runtime_archive
