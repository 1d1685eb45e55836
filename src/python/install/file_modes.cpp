#include "python/install/file_modes.hpp"

#include <adder/base/error.hpp>

namespace adder::python {

namespace {

namespace fs = std::filesystem;

constexpr fs::perms unwanted = fs::perms::group_write | fs::perms::others_write | fs::perms::set_uid |
                               fs::perms::set_gid | fs::perms::sticky_bit;

void restrict(const fs::directory_entry& entry) {
    if (entry.is_symlink()) return;
    const fs::perms mode = entry.status().permissions();
    if ((mode & unwanted) != fs::perms::none) fs::permissions(entry.path(), mode & ~unwanted);
}

}  // namespace

void restrict_modes(const fs::path& directory) {
    try {
        restrict(fs::directory_entry{directory});
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{directory}) restrict(entry);
    } catch (const fs::filesystem_error& error) {
        throw base::SystemError{error.code().value(), "cannot change the mode of {}", error.path1()};
    }
}

}  // namespace adder::python
