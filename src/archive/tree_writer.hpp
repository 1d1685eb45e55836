#pragma once

#include <adder/base/bytes.hpp>
#include <adder/base/files.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace adder::archive {

/// Writes files, directories and links below one directory, by descriptors: nothing it does follows a
/// symbolic link or replaces what exists.
///
/// Paths are relative to the root, normalised, and separated by '/', as `ExtractionPolicy` gives them.
/// Parents are made as needed. Modes are 0755 and 0644 whatever the umask; times and owners are left alone.
/// Every member throws `SystemError` naming the path.
class TreeWriter {
  public:
    /// The directory must exist and be empty. Throws `Error` if it is not.
    explicit TreeWriter(const std::filesystem::path& root);

    void make_directory(std::string_view path);

    /// Starts a file; `write` adds to it, `end_file` closes it.
    void begin_file(std::string_view path, bool executable);
    void write(base::ByteSpan bytes);
    void end_file();

    void make_symlink(std::string_view path, const std::string& target);
    void make_hardlink(std::string_view path, std::string_view existing);

  private:
    struct OpenDirectory {
        std::string path;
        base::UniqueFd fd;
    };
    struct Location {
        int directory;
        std::string name;
    };

    int enter(std::string_view directory);
    Location locate(std::string_view path);

    base::UniqueFd root_;
    std::vector<OpenDirectory> open_;  ///< from the root down to where the last entry was written
    std::unordered_set<std::string> made_;
    bool must_set_modes_;
    base::UniqueFd file_;
    std::string file_path_;
};

}  // namespace adder::archive
