#include <adder/base/error.hpp>
#include <adder/base/files.hpp>
#include <adder/base/text.hpp>
#include <adder/runtime_archive/elf.hpp>
#include <adder/runtime_archive/libraries.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include <elf.h>
#include <fnmatch.h>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_library = std::size_t{1} << 30;
constexpr int most_links = 40;  // Linux's own limit
constexpr std::string_view include_mark = "include:";

std::optional<Elf> elf_of(const fs::path& file) {
    try {
        return read_elf(base::as_bytes(base::read_file(file, largest_library)));
    } catch (base::Error& error) {
        error.add_context("while looking for libraries of {}", file);
        throw;
    }
}

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

/// Where the loader of the root looks for whatever has no search path of its own.
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

/// The loader's work for one tree on one image.
class Loader {
  public:
    Loader(const fs::path& tree, const fs::path& root) : tree_{tree}, root_{root} {}

    void check_tree() {
        std::vector<fs::path> files;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator{tree_}) {
            if (entry.is_regular_file() && !entry.is_symlink()) files.push_back(entry.path());
        }
        std::ranges::sort(files);
        // A library that the interpreter has loaded is found by its name, whoever wants it then.
        for (const fs::path& file : files) {
            const Elf* elf = known(file);
            if (elf != nullptr && !elf->name.empty()) of_tree_.try_emplace(elf->name, file);
        }
        for (const fs::path& file : files) check(file);
        while (!found_in_root_.empty()) {
            const fs::path file = found_in_root_.front();
            found_in_root_.pop_front();
            check(file);
        }
    }

    std::vector<std::string> problems() const { return {problems_.begin(), problems_.end()}; }

  private:
    const Elf* known(const fs::path& file) {
        const auto [at, is_new] = files_.try_emplace(file);
        if (is_new) at->second = elf_of(file);
        return at->second ? &*at->second : nullptr;
    }

    void check(const fs::path& file) {
        const Elf* elf = known(file);
        if (elf == nullptr) return;
        if (!elf->interpreter.empty() && find_in_root(root_, elf->interpreter).empty()) {
            problems_.insert(
                base::format("{} (the loader itself), which {} needs", elf->interpreter, shown(file)));
        }
        for (const std::string& name : elf->needed) check_needed(file, *elf, name);
    }

    void check_needed(const fs::path& file, const Elf& elf, const std::string& name) {
        const fs::path library = find_library(file, elf, name);
        if (library.empty()) {
            problems_.insert(base::format("{}, which {} needs", name, shown(file)));
            return;
        }
        const auto versions = elf.needed_versions.find(name);
        if (versions == elf.needed_versions.end()) return;
        const Elf* found = known(library);
        for (const std::string& version : versions->second) {
            if (found->defined_versions.contains(version)) continue;
            problems_.insert(base::format("version {} in {}, which {} needs", version, name, shown(file)));
        }
    }

    /// Its file; empty if there is none of that machine.
    fs::path find_library(const fs::path& file, const Elf& elf, const std::string& name) {
        if (name.find('/') != std::string::npos) {  // a path, not a name to be searched
            return fitting(with_origin(name, file), elf);
        }
        for (const std::string& path : elf.search_paths) {
            const fs::path found = fitting(fs::path{with_origin(path, file)} / name, elf);
            if (!found.empty()) return found;
        }
        if (const auto bundled = of_tree_.find(name); bundled != of_tree_.end()) return bundled->second;
        for (const std::string& directory : directories_for(elf.machine)) {
            const fs::path found = fitting(fs::path{directory} / name, elf);
            if (!found.empty()) return found;
        }
        return {};
    }

    /// The file of that path, if it is a library for the same machine. Below the tree or the root it is what
    /// it says; any other path is one of the root's, never of the machine that this runs on.
    fs::path fitting(const fs::path& path, const Elf& elf) {
        fs::path found;
        if (is_below(path, tree_)) {
            if (fs::is_regular_file(path)) found = path;
        } else {
            found = find_in_root(root_, is_below(path, root_) ? path.lexically_relative(root_) : path);
        }
        if (found.empty() || !fs::is_regular_file(found)) return {};
        const Elf* library = known(found);
        if (library == nullptr || library->machine != elf.machine) return {};
        if (!is_below(found, tree_) && seen_in_root_.insert(found).second) found_in_root_.push_back(found);
        return found;
    }

    static bool is_below(const fs::path& path, const fs::path& directory) {
        const fs::path relative = path.lexically_normal().lexically_relative(directory);
        return !relative.empty() && *relative.begin() != "..";
    }

    static std::string with_origin(std::string path, const fs::path& file) {
        for (const std::string_view origin : {"${ORIGIN}", "$ORIGIN"}) {
            if (const std::size_t at = path.find(origin); at != std::string::npos) {
                path.replace(at, origin.size(), file.parent_path().native());
            }
        }
        return path;
    }

    const std::vector<std::string>& directories_for(unsigned machine) {
        const auto [at, is_new] = directories_.try_emplace(machine);
        if (is_new) at->second = loader_directories(root_, machine);
        return at->second;
    }

    std::string shown(const fs::path& file) const {
        if (is_below(file, tree_)) return file.lexically_relative(tree_);
        return "/" + file.lexically_relative(root_).native();
    }

    fs::path tree_;
    fs::path root_;
    std::map<fs::path, std::optional<Elf>> files_;
    std::map<std::string, fs::path> of_tree_;
    std::map<unsigned, std::vector<std::string>> directories_;
    std::set<fs::path> seen_in_root_;
    std::deque<fs::path> found_in_root_;
    std::set<std::string> problems_;
};

}  // namespace

std::vector<std::string> missing_libraries(const fs::path& tree, const fs::path& root) {
    Loader loader{fs::canonical(tree), fs::canonical(root)};
    loader.check_tree();
    return loader.problems();
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

}  // namespace adder::runtime_archive
