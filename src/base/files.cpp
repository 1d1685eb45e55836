#include <adder/base/error.hpp>
#include <adder/base/files.hpp>

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

constexpr std::string_view partial_mark = ".partial-";

fs::path partial_name(const fs::path& file) {
    fs::path partial = file;
    partial += std::string{partial_mark} + std::to_string(::getpid());
    return partial;
}

std::string read_all(int fd, const fs::path& file, std::size_t limit) {
    std::string text;
    std::vector<char> buffer(16u << 10);
    for (;;) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw SystemError{errno, "cannot read {}", file};
        if (count == 0) return text;
        if (static_cast<std::size_t>(count) > limit - text.size()) {
            throw Error{"{} is larger than the {} bytes allowed here", file, limit};
        }
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
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

std::string read_file(const fs::path& file, std::size_t limit) {
    return read_all(open_file(file, O_RDONLY).get(), file, limit);
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
    const UniqueFd fd = open_file(file, O_RDONLY);
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
