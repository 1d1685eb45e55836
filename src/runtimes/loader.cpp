#include "runtimes/loader.hpp"

#include <adder/base/files.hpp>
#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <deque>

#include <elf.h>
#include <fnmatch.h>

namespace adder::runtimes {

namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40;  // Linux's own limit
constexpr std::string_view include_mark = "include:";

std::string multiarch(unsigned machine) {
    if (machine == EM_X86_64) return "x86_64-linux-gnu";
    if (machine == EM_AARCH64) return "aarch64-linux-gnu";
    return "";
}

void add_configured(const fs::path& root, const fs::path& file, std::vector<std::string>& directories,
                    int depth = 0) {
    constexpr int deepest_include = 8;
    const fs::path found = find_in_root(root, file);
    if (found.empty() || depth > deepest_include) return;
    for (const std::string& line : parse_loader_configuration(base::read_file(found))) {
        if (!line.starts_with(include_mark)) {
            directories.push_back(line);
            continue;
        }
        const fs::path pattern = fs::path{"/etc"} / line.substr(include_mark.size());
        const fs::path parent = find_in_root(root, pattern.parent_path());
        if (parent.empty() || !fs::is_directory(parent)) continue;
        std::vector<std::string> names;
        for (const fs::directory_entry& entry : fs::directory_iterator{parent}) {
            const std::string name = entry.path().filename();
            if (::fnmatch(pattern.filename().c_str(), name.c_str(), FNM_PERIOD) == 0) names.push_back(name);
        }
        std::ranges::sort(names);
        for (const std::string& name : names) {
            add_configured(root, pattern.parent_path() / name, directories, depth + 1);
        }
    }
}

}  // namespace

std::vector<std::string> loader_directories(const fs::path& root, unsigned machine) {
    std::vector<std::string> directories;
    add_configured(root, "/etc/ld.so.conf", directories);
    const std::string triple = multiarch(machine);
    for (const char* name : {"x86_64", "aarch64"}) {
        add_configured(root, base::format("/etc/ld-musl-{}.path", name), directories);
    }
    if (!triple.empty()) {
        directories.push_back("/lib/" + triple);
        directories.push_back("/usr/lib/" + triple);
    }
    for (const char* directory : {"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"}) {
        directories.emplace_back(directory);
    }
    return directories;
}

fs::path find_in_root(const fs::path& root, const fs::path& path) {
    std::deque<fs::path> left{path.begin(), path.end()};
    fs::path at;  // relative to the root
    for (int links = 0; !left.empty();) {
        const fs::path name = left.front();
        left.pop_front();
        if (name == "/" || name == "." || name.empty()) continue;
        if (name == "..") {
            at = at.parent_path();
            continue;
        }
        const fs::path here = root / at / name;
        const fs::file_status status = fs::symlink_status(here);
        if (!fs::exists(status)) return {};
        if (!fs::is_symlink(status)) {
            at /= name;
            continue;
        }
        if (++links > most_links) return {};
        const fs::path target = fs::read_symlink(here);
        if (target.is_absolute()) at.clear();
        left.insert(left.begin(), target.begin(), target.end());
    }
    return root / at;
}

std::vector<std::string> parse_loader_configuration(std::string_view text) {
    std::vector<std::string> result;
    for (const std::string_view line : base::lines(text)) {
        const std::string_view content = base::trim(line.substr(0, line.find('#')));
        if (content.empty()) continue;
        const auto words = base::words(content);
        if (words.front() == "include") {
            for (std::size_t i = 1; i < words.size(); ++i) {
                result.push_back(std::string{include_mark} + std::string{words[i]});
            }
            continue;
        }
        for (const std::string_view word : words) {
            for (const std::string_view directory : base::split(word, ':')) {
                if (directory.starts_with('/')) result.emplace_back(directory);
            }
        }
    }
    return result;
}

}  // namespace adder::runtimes
