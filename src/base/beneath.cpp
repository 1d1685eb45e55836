#include "base/regular_file.hpp"

#include <adder/base/beneath.hpp>
#include <adder/base/error.hpp>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace adder::base {

namespace {

namespace fs = std::filesystem;

constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

bool is_beneath(const fs::path& directory, const fs::path& path) {
    return std::ranges::mismatch(directory, path).in1 == directory.end();
}

/// A descriptor, or the negative error code if the kernel does not open it.
int open_resolved(const fs::path& directory, const fs::path& relative) {
    const UniqueFd root = open_file(directory, O_PATH | O_DIRECTORY);
    open_how how{};
    how.flags = flags;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    for (;;) {
        const auto fd = static_cast<int>(
            ::syscall(SYS_openat2, root.get(), relative.empty() ? "." : relative.c_str(), &how, sizeof how));
        if (fd >= 0) return fd;
        if (errno != EINTR) return -errno;
    }
}

/// The name of a link that leads nowhere may still say that it leads out.
bool is_absolute_link(const fs::path& path) {
    std::error_code ignored;
    return fs::is_symlink(path, ignored) && fs::read_symlink(path, ignored).is_absolute();
}

/// Whatever is there, opened without waiting for it.
UniqueFd open_by_real_path(const fs::path& directory, const fs::path& file) {
    const fs::path path = directory / file;
    std::error_code code;
    const fs::path real = fs::canonical(path, code);
    if (code && is_absolute_link(path)) throw OutsideOfDirectory{path, directory};
    if (code) throw SystemError{code.value(), "cannot open {}", path};
    if (!leads_beneath(directory, real)) throw OutsideOfDirectory{path, directory};
    return open_file(real, flags | O_NOFOLLOW);
}

UniqueFd open_beneath(const fs::path& directory, const fs::path& file) {
    const fs::path relative = file.is_absolute() ? file.lexically_relative(directory) : file;
    const int fd = open_resolved(directory, relative);
    if (fd >= 0) return UniqueFd{fd};
    switch (-fd) {
        case EXDEV:   // an absolute link or path, which may lead back in
        case EAGAIN:  // something was renamed at the same time
        case ENOSYS:  // an old kernel, or a sandbox that says so
        case EPERM:   // a sandbox that says so
            return open_by_real_path(directory, file);
        default:
            throw SystemError{-fd, "cannot open {}", directory / file};
    }
}

}  // namespace

UniqueFd open_file_beneath_by_real_path(const fs::path& directory, const fs::path& file) {
    return require_regular_file(open_by_real_path(directory, file), directory / file);
}

UniqueFd open_file_beneath(const fs::path& directory, const fs::path& file) {
    return require_regular_file(open_beneath(directory, file), directory / file);
}

std::optional<std::string> read_file_beneath(const fs::path& directory, const fs::path& file,
                                             std::size_t limit) {
    try {
        return read_regular_file(open_beneath(directory, file).get(), directory / file, limit);
    } catch (const SystemError& error) {
        if (error.code() == ENOENT || error.code() == ENOTDIR) return std::nullopt;
        throw;
    }
}

bool leads_beneath(const fs::path& directory, const fs::path& path) {
    std::error_code code;
    const fs::path root = fs::canonical(directory, code);
    if (code) return false;
    const fs::path real = fs::canonical(path, code);
    return !code && is_beneath(root, real);
}

}  // namespace adder::base
