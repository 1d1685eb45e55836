#include "runtime_archive/inspection/libraries.hpp"

#include "runtimes/elf.hpp"
#include "runtimes/loader.hpp"

#include <adder/base/error.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>

namespace adder::runtime_archive {

namespace {

namespace fs = std::filesystem;
using runtimes::Elf;
using runtimes::find_in_root;

std::optional<Elf> elf_of(const fs::path& file) {
    try {
        return runtimes::read_elf_file(file);
    } catch (base::Error& error) {
        error.add_context("while looking for libraries of {}", file);
        throw;
    }
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
        if (is_new) at->second = runtimes::loader_directories(root_, machine);
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

}  // namespace adder::runtime_archive
