#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/testing/work_directory.hpp>

#include <cerrno>
#include <random>

#include <sys/stat.h>

namespace adder::test {

namespace fs = std::filesystem;

WorkDirectory::WorkDirectory(const fs::path& parent) {
    if (base::to_lower(parent.native()) != parent.native()) {
        throw base::Error{
            "{} has upper-case letters, which the lifecycle does not accept in the path of an image "
            "layout: set TMPDIR to another directory",
            parent};
    }
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device random;
    std::uniform_int_distribution<std::size_t> any_letter{0, letters.size() - 1};
    for (;;) {
        std::string name = "cnb-";
        while (name.size() < 14) name += letters[any_letter(random)];
        path_ = parent / name;
        // Whoever made it first has it; it is open to others only once it is ours.
        if (::mkdir(path_.c_str(), 0700) == 0) break;
        if (errno != EEXIST) throw base::SystemError{errno, "cannot make the directory {}", path_};
    }
    if (::chmod(path_.c_str(), 0755) != 0) throw base::SystemError{errno, "cannot open {} to others", path_};
}

WorkDirectory::~WorkDirectory() {
    try {
        base::remove_tree(path_);
    } catch (const base::Error&) {  // what cannot be removed stays
    }
}

}  // namespace adder::test
