#pragma once

#include <adder/base/files.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace adder::base {

/// A path, or a link that it goes through, leads out of the directory that it should stay in.
class OutsideOfDirectory : public Error {
  public:
    OutsideOfDirectory(const std::filesystem::path& path, const std::filesystem::path& directory)
        : Error{"{} leads out of {}", path, directory} {}
};

/// Opens a regular file in `directory` or below. Links may lead anywhere in there and nowhere else: whoever
/// writes a directory's files must not be able to read this process's other files through it. `file` is
/// relative to the directory or absolute. Throws as `open_regular_file`, and `OutsideOfDirectory`.
UniqueFd open_file_beneath(const std::filesystem::path& directory, const std::filesystem::path& file);

/// The same without openat2(2), which sandboxes and kernels before 5.6 refuse. Here, somebody who moves
/// directories at the same moment can still lead it out.
UniqueFd open_file_beneath_by_real_path(const std::filesystem::path& directory,
                                        const std::filesystem::path& file);

/// The whole file; nullopt if there is no such file. Throws as `open_file_beneath` and `read_file`.
std::optional<std::string> read_file_beneath(const std::filesystem::path& directory,
                                             const std::filesystem::path& file,
                                             std::size_t limit = max_text_file_size);

/// True if the path leads to something in the directory, or to the directory itself.
bool leads_beneath(const std::filesystem::path& directory, const std::filesystem::path& path);

}  // namespace adder::base
