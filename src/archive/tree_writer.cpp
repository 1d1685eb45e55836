#include "archive/tree_writer.hpp"

#include <adder/base/error.hpp>
#include <adder/base/text.hpp>

#include <cerrno>
#include <charconv>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace adder::archive {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::SystemError;

constexpr mode_t directory_mode = 0755;
constexpr mode_t file_mode = 0644;
constexpr mode_t executable_mode = 0755;

/// The umask, read where that does not change it for other threads; nothing if the kernel does not tell.
std::optional<mode_t> current_umask() {
    const std::string status = base::read_file_if_present("/proc/self/status").value_or("");
    for (const std::string_view line : base::lines(status)) {
        if (!line.starts_with("Umask:")) continue;
        const std::string_view digits = base::trim(line.substr(6));
        mode_t mask = 0;
        const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), mask, 8);
        if (code == std::errc{} && end == digits.data() + digits.size()) return mask;
    }
    return std::nullopt;
}

/// Whether what is created would not have the mode it was asked to have.
bool umask_interferes() { return (current_umask().value_or(directory_mode) & directory_mode) != 0; }

bool is_below(std::string_view path, std::string_view directory) {
    return path == directory || (path.starts_with(directory) && path[directory.size()] == '/');
}

base::UniqueFd open_directory(int parent, const std::string& name, std::string_view path) {
    base::UniqueFd fd{::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    if (!fd) throw SystemError{errno, "cannot open the directory {}", path};
    return fd;
}

}  // namespace

TreeWriter::TreeWriter(const fs::path& root)
    : root_{base::open_file(root, O_RDONLY | O_DIRECTORY)}, must_set_modes_{umask_interferes()} {
    std::error_code code;
    if (!fs::is_empty(root, code) || code) throw Error{"cannot unpack into {}: it is not empty", root};
}

int TreeWriter::enter(std::string_view directory) {
    while (!open_.empty() && !is_below(directory, open_.back().path)) open_.pop_back();
    while (directory.size() > (open_.empty() ? 0 : open_.back().path.size())) {
        const std::size_t begin = open_.empty() ? 0 : open_.back().path.size() + 1;
        const std::string path{directory.substr(0, directory.find('/', begin))};
        const std::string name = path.substr(begin);
        const int parent = open_.empty() ? root_.get() : open_.back().fd.get();
        if (made_.insert(path).second) {
            if (::mkdirat(parent, name.c_str(), directory_mode) != 0) {
                throw SystemError{errno, "cannot create the directory {}", path};
            }
            if (must_set_modes_ && ::fchmodat(parent, name.c_str(), directory_mode, 0) != 0) {
                throw SystemError{errno, "cannot set the mode of {}", path};
            }
        }
        open_.push_back({path, open_directory(parent, name, path)});
    }
    return open_.empty() ? root_.get() : open_.back().fd.get();
}

TreeWriter::Location TreeWriter::locate(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return {enter(""), std::string{path}};
    return {enter(path.substr(0, slash)), std::string{path.substr(slash + 1)}};
}

void TreeWriter::make_directory(std::string_view path) { enter(path); }

void TreeWriter::begin_file(std::string_view path, bool executable) {
    const Location at = locate(path);
    const mode_t mode = executable ? executable_mode : file_mode;
    file_path_ = path;
    file_ = base::UniqueFd{
        ::openat(at.directory, at.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)};
    if (!file_) throw SystemError{errno, "cannot create {}", path};
    if (must_set_modes_ && ::fchmod(file_.get(), mode) != 0) {
        throw SystemError{errno, "cannot set the mode of {}", path};
    }
}

void TreeWriter::write(base::ByteSpan bytes) {
    try {
        base::write_all(file_.get(), bytes);
    } catch (Error& error) {
        error.add_context("while unpacking {}", file_path_);
        throw;
    }
}

void TreeWriter::end_file() { file_.reset(); }

void TreeWriter::make_symlink(std::string_view path, const std::string& target) {
    const Location at = locate(path);
    if (::symlinkat(target.c_str(), at.directory, at.name.c_str()) != 0) {
        throw SystemError{errno, "cannot create the symbolic link {}", path};
    }
}

void TreeWriter::make_hardlink(std::string_view path, std::string_view existing) {
    const Location from = locate(existing);
    const base::UniqueFd directory{::fcntl(from.directory, F_DUPFD_CLOEXEC, 0)};  // `locate` may close it
    if (!directory) throw SystemError{errno, "cannot create the hard link {}", path};
    const Location to = locate(path);
    if (::linkat(directory.get(), from.name.c_str(), to.directory, to.name.c_str(), 0) != 0) {
        throw SystemError{errno, "cannot create the hard link {}", path};
    }
}

}  // namespace adder::archive
