#pragma once

#include <adder/base/bytes.hpp>
#include <adder/base/error.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <sys/types.h>

namespace adder::base {

/// Owns a file descriptor.
class UniqueFd {
  public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : fd_{fd} {}
    UniqueFd(UniqueFd&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    UniqueFd& operator=(UniqueFd&& other) noexcept {
        reset(std::exchange(other.fd_, -1));
        return *this;
    }
    ~UniqueFd() { reset(); }

    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    void reset(int fd = -1);

  private:
    int fd_ = -1;
};

/// `open(2)` with `O_CLOEXEC`, retried on `EINTR`. Throws `SystemError` naming the file.
UniqueFd open_file(const std::filesystem::path& file, int flags, mode_t mode = 0644);

/// Writes every byte, however many calls that takes. Throws `SystemError`.
void write_all(int fd, ByteSpan bytes);

/// Every read of a user's or the network's text is bounded: 4 MiB is far more than any real one has.
inline constexpr std::size_t max_text_file_size = 4u << 20;

/// Something else stands where a file should: a directory, a named pipe, a device.
class NotAFile : public SystemError {
  public:
    /// `mode` is the path's `st_mode`.
    NotAFile(const std::filesystem::path& path, mode_t mode);

    const std::string& kind() const { return kind_; }  ///< "a directory", "a named pipe"

  private:
    std::string kind_;
};

/// A file has more bytes than are read of it.
class TooLarge : public Error {
  public:
    TooLarge(const std::filesystem::path& file, std::size_t limit);

    std::size_t limit() const { return limit_; }

  private:
    std::size_t limit_;
};

/// Opens a file to read it. Never waits: whoever can put a file somewhere can also put a named pipe or a
/// terminal there, and opening or reading those waits for somebody else. Throws `SystemError`, and `NotAFile`
/// for everything that is not a regular file.
UniqueFd open_regular_file(const std::filesystem::path& file);

/// Takes the descriptor over if it is a regular file's. Throws `SystemError`, and `NotAFile` naming `file`.
UniqueFd require_regular_file(UniqueFd fd, const std::filesystem::path& file);

/// The whole file. Throws `SystemError` if it cannot be read, `NotAFile` (see `open_regular_file`), and
/// `TooLarge` if it has more than `limit` bytes.
std::string read_file(const std::filesystem::path& file, std::size_t limit = max_text_file_size);

/// The rest of an open file. Throws as `read_file`, naming `file`.
std::string read_open_file(int fd, const std::filesystem::path& file, std::size_t limit);

/// Like `read_file`, and waits for pipes and terminals: for what a person names on a command line.
std::string read_file_or_pipe(const std::filesystem::path& file, std::size_t limit = max_text_file_size);

/// The same; nothing if there is no such file (a directory in its place is an error).
std::optional<std::string> read_file_if_present(const std::filesystem::path& file,
                                                std::size_t limit = max_text_file_size);

/// Replaces the file as a whole: a reader sees the old text or the new one, never a part. Throws
/// `SystemError`.
void write_file(const std::filesystem::path& file, std::string_view text, mode_t mode = 0644);

/// Whether `write_file` or `FileSink` give this name to what they have not finished: such files stay only
/// where a process was killed.
bool is_partial_file(std::string_view name);

/// Streams the file into the sink, without calling `finish`. Throws as `open_regular_file`, and whatever the
/// sink throws.
void copy_file_into(const std::filesystem::path& file, ByteSink& sink);

/// Writes a stream to a file that appears under its name only in `finish`. Throws `SystemError`.
class FileSink final : public ByteSink {
  public:
    explicit FileSink(std::filesystem::path file);
    ~FileSink() override;

    void write(ByteSpan bytes) override;
    void finish() override;

  private:
    std::filesystem::path file_;
    std::filesystem::path partial_;
    UniqueFd fd_;
};

/// Creates the directory and its parents. Throws `SystemError`.
void make_directories(const std::filesystem::path& directory);

/// Removes whatever is there, directories without write permission included; nothing there is fine.
/// Never follows a symbolic link. Throws `SystemError`.
void remove_tree(const std::filesystem::path& path);

/// `rename(2)`. Throws `SystemError` naming both.
void rename_path(const std::filesystem::path& from, const std::filesystem::path& to);

/// A fresh directory that is removed with everything in it at the end of the scope.
class TempDir {
  public:
    /// Creates `<parent>/<prefix>XXXXXX`. Throws `SystemError`.
    explicit TempDir(const std::filesystem::path& parent = std::filesystem::temp_directory_path(),
                     std::string_view prefix = "adder-");
    TempDir(TempDir&& other) noexcept : path_{std::exchange(other.path_, {})} {}
    TempDir& operator=(TempDir&&) = delete;
    ~TempDir();

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace adder::base
