#pragma once

#include <adder/base/digest.hpp>
#include <adder/base/files.hpp>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include <sys/stat.h>

namespace adder::test {

/// A directory's entries by path: what each of them is.
using Tree = std::map<std::string, std::string>;

inline Tree describe_tree(const std::filesystem::path& directory,
                          const std::function<std::string(const std::filesystem::path&)>& describe_file) {
    Tree tree;
    for (const auto& found : std::filesystem::recursive_directory_iterator{directory}) {
        struct stat status{};
        ::lstat(found.path().c_str(), &status);
        char mode[8];
        std::snprintf(mode, sizeof mode, "%o", status.st_mode & 07777u);
        std::string& text = tree[found.path().lexically_relative(directory).native()];
        if (S_ISLNK(status.st_mode)) {
            text = "-> " + std::filesystem::read_symlink(found.path()).native();
        } else if (S_ISDIR(status.st_mode)) {
            text = std::string{mode} + " dir";
        } else {
            text = std::string{mode} + " file:" + describe_file(found.path());
        }
    }
    return tree;
}

/// Everything below the directory: "755 dir", "644 file:contents", "-> target".
inline Tree tree_of(const std::filesystem::path& directory) {
    return describe_tree(directory, [](const std::filesystem::path& file) {
        return base::read_file(file, std::size_t{1} << 30);
    });
}

/// The same with SHA-256 digests in the place of contents.
inline Tree digests_of(const std::filesystem::path& directory) {
    return describe_tree(directory,
                         [](const std::filesystem::path& file) { return base::sha256_of_file(file).hex(); });
}

}  // namespace adder::test
