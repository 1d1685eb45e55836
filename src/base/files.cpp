#include "base/regular_file.hpp"

#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace adder::base {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_size = 256u << 10;

constexpr int reading_without_waiting = O_RDONLY | O_NONBLOCK | O_NOCTTY;

constexpr std::string_view partial_mark = ".partial-";

fs::path partial_name(const fs::path& file) {
    fs::path partial = file;
    partial += std::string{partial_mark} + std::to_string(::getpid());
    return partial;
}

std::string_view kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a named pipe";
    if (S_ISSOCK(mode)) return "a socket";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "not a file";
}

struct stat status_of(int fd, const fs::path& file) {
    struct stat status{};
    if (::fstat(fd, &status) != 0) throw SystemError{errno, "cannot look at {}", file};
    return status;
}

std::string read_expected(int fd, const fs::path& file, const struct stat& status, std::size_t limit) {
    // What is known to be too large is not read at all. Files of the kernel say 0, and have text.
    const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
    if (size > limit) throw TooLarge{file, limit};
    std::string text;
    std::size_t filled = 0;
    text.resize(size + 1);  // one more than is expected shows the end
    for (;;) {
        const ssize_t count = ::read(fd, text.data() + filled, text.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw SystemError{errno, "cannot read {}", file};
        filled += static_cast<std::size_t>(count);
        if (filled > limit) throw TooLarge{file, limit};
        if (count == 0 || (size > 0 && filled == size)) break;
        if (filled == text.size()) text.resize(std::min(2 * text.size() + (16u << 10), limit + 1));
    }
    text.resize(filled);
    return text;
}

/// A directory that cannot be read, written or entered would keep its entries.
void open_up(const fs::path& directory) {
    std::error_code ignored;  // what cannot be opened up is reported by the removal that follows
    fs::permissions(directory, fs::perms::owner_all, fs::perm_options::add, ignored);
    for (const fs::directory_entry& entry : fs::directory_iterator{directory, ignored}) {
        if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) open_up(entry.path());
    }
}

}  // namespace

NotAFile::NotAFile(const fs::path& path, mode_t mode)
    : SystemError{S_ISDIR(mode) ? EISDIR : EINVAL, "cannot read {}, which is {}", path, kind_of(mode)},
      kind_{kind_of(mode)} {}

TooLarge::TooLarge(const fs::path& file, std::size_t limit)
    : Error{"{} is larger than the {} bytes allowed here", file, limit}, limit_{limit} {}

void UniqueFd::reset(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
}

UniqueFd open_file(const fs::path& file, int flags, mode_t mode) {
    for (;;) {
        const int fd = ::open(file.c_str(), flags | O_CLOEXEC, mode);
        if (fd >= 0) return UniqueFd{fd};
        if (errno != EINTR) throw SystemError{errno, "cannot open {}", file};
    }
}

void write_all(int fd, ByteSpan bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw SystemError{errno, "cannot write"};
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

UniqueFd require_regular_file(UniqueFd fd, const fs::path& file) {
    const struct stat status = status_of(fd.get(), file);
    if (!S_ISREG(status.st_mode)) throw NotAFile{file, status.st_mode};
    return fd;
}

UniqueFd open_regular_file(const fs::path& file) {
    return require_regular_file(open_file(file, reading_without_waiting), file);
}

std::string read_file(const fs::path& file, std::size_t limit) {
    return read_regular_file(open_file(file, reading_without_waiting).get(), file, limit);
}

std::string read_open_file(int fd, const fs::path& file, std::size_t limit) {
    return read_expected(fd, file, status_of(fd, file), limit);
}

std::string read_regular_file(int fd, const fs::path& file, std::size_t limit) {
    const struct stat status = status_of(fd, file);
    if (!S_ISREG(status.st_mode)) throw NotAFile{file, status.st_mode};
    return read_expected(fd, file, status, limit);
}

std::string read_file_or_pipe(const fs::path& file, std::size_t limit) {
    return read_open_file(open_file(file, O_RDONLY).get(), file, limit);
}

std::optional<std::string> read_file_if_present(const fs::path& file, std::size_t limit) {
    try {
        return read_file(file, limit);
    } catch (const SystemError& error) {
        if (error.code() == ENOENT || error.code() == ENOTDIR) return std::nullopt;
        throw;
    }
}

void write_file(const fs::path& file, std::string_view text, mode_t mode) {
    const fs::path partial = partial_name(file);
    try {
        const UniqueFd fd = open_file(partial, O_WRONLY | O_CREAT | O_TRUNC, mode);
        write_all(fd.get(), as_bytes(text));
        rename_path(partial, file);
    } catch (Error& error) {
        ::unlink(partial.c_str());
        error.add_context("while writing {}", file);
        throw;
    }
}

bool is_partial_file(std::string_view name) {
    const std::size_t mark = name.rfind(partial_mark);
    if (mark == std::string_view::npos) return false;
    const std::string_view process = name.substr(mark + partial_mark.size());
    return !process.empty() && process.find_first_not_of("0123456789") == std::string_view::npos;
}

void copy_file_into(const fs::path& file, ByteSink& sink) {
    const UniqueFd fd = open_regular_file(file);
    std::vector<std::byte> buffer(chunk_size);
    for (;;) {
        const ssize_t count = ::read(fd.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw SystemError{errno, "cannot read {}", file};
        if (count == 0) return;
        sink.write(ByteSpan{buffer.data(), static_cast<std::size_t>(count)});
    }
}

FileSink::FileSink(fs::path file)
    : file_{std::move(file)},
      partial_{partial_name(file_)},
      fd_{open_file(partial_, O_WRONLY | O_CREAT | O_TRUNC)} {}

FileSink::~FileSink() {
    if (fd_) ::unlink(partial_.c_str());
}

void FileSink::write(ByteSpan bytes) {
    try {
        write_all(fd_.get(), bytes);
    } catch (Error& error) {
        error.add_context("while writing {}", file_);
        throw;
    }
}

void FileSink::finish() {
    rename_path(partial_, file_);
    fd_.reset();
}

void make_directories(const fs::path& directory) {
    std::error_code code;
    fs::create_directories(directory, code);
    if (code) throw SystemError{code.value(), "cannot create the directory {}", directory};
}

void remove_tree(const fs::path& path) {
    std::error_code code;
    const fs::file_status status = fs::symlink_status(path, code);
    if (status.type() == fs::file_type::not_found) return;
    if (status.type() == fs::file_type::directory) open_up(path);
    fs::remove_all(path, code);
    if (code) throw SystemError{code.value(), "cannot remove {}", path};
}

void rename_path(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) throw SystemError{errno, "cannot rename {} to {}", from, to};
}

TempDir::TempDir(const fs::path& parent, std::string_view prefix) {
    std::string pattern = parent / (std::string{prefix} + "XXXXXX");
    if (!::mkdtemp(pattern.data())) throw SystemError{errno, "cannot create a directory in {}", parent};
    path_ = pattern;
}

TempDir::~TempDir() {
    if (path_.empty()) return;  // moved from
    try {
        remove_tree(path_);
    } catch (const Error&) {
        // A leftover in the temporary directory is no reason to fail what has succeeded.
    }
}

}  // namespace adder::base
