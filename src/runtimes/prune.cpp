#include "runtimes/prune.hpp"

#include <adder/base/files.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace adder::runtimes {

namespace {

namespace fs = std::filesystem;

/// Anywhere in the tree.
constexpr std::array<std::string_view, 3> names = {
    "__pycache__",         // made anew, in the form that needs no source file's time
    "EXTERNALLY-MANAGED",  // a distribution's refusal to have packages installed: this tree is not its own
    "python.o",
};

/// The beginnings of files that hold absolute paths, which are wrong wherever the tree is unpacked.
constexpr std::array<std::string_view, 2> descriptions = {
    "build-details.",    // PEP 739: build-details.json, and with the architecture in its name in Debian
    "_sysconfig_vars_",  // the same for cross-compilers
};

/// Directly in lib: Tcl and Tk, which python-build-standalone brings.
constexpr std::array<std::string_view, 8> tk_libraries = {
    "tcl8", "tcl9", "tk8", "tk9", "itcl", "libtcl", "libtk", "thread",
};

/// Directly in lib/python3.N.
constexpr std::array<std::string_view, 6> modules = {
    "idlelib", "pydoc_data", "tkinter", "turtle.py", "turtledemo", "sitecustomize.py",
};

/// Directories of tests, at any depth of lib/python3.N except below site-packages.
constexpr std::array<std::string_view, 3> tests = {"test", "tests", "idle_test"};

/// Directly in bin. The interpreter's configuration script is relocatable and stays.
constexpr std::array<std::string_view, 4> programs = {"idle", "pydoc", "2to3", "pip"};

/// Directly in lib/python3.N, of no use to an app that is built elsewhere.
constexpr std::array<std::string_view, 3> build_modules = {"distutils", "ensurepip", "lib2to3"};

/// Compiled modules that serve CPython's own tests, or Tk, or NIS (which PEP 594 removes, and whose libraries
/// no base image has).
constexpr std::array<std::string_view, 7> extensions = {
    "_test", "_ctypes_test", "_xxtestfuzz", "xxlimited", "xxsubtype", "_tkinter", "nis.",
};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

template <std::size_t size>
bool starts_with_one_of(const std::array<std::string_view, size>& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(),
                       [&](std::string_view start) { return name.starts_with(start); });
}

std::uint64_t size_of(const fs::path& path) {
    if (!fs::is_directory(fs::symlink_status(path))) {
        return fs::is_regular_file(fs::symlink_status(path)) ? fs::file_size(path) : 0;
    }
    std::uint64_t size = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{path}) {
        if (entry.is_regular_file() && !entry.is_symlink()) size += entry.file_size();
    }
    return size;
}

/// The same for what the minimal variant goes without.
bool is_for_building(const std::vector<std::string>& parts) {
    if (parts.front() == "include") return true;
    if (parts.size() == 2 && parts[0] == "bin") return parts[1].ends_with("-config");
    if (parts.size() == 2 && parts[0] == "lib") return parts[1] == "pkgconfig";
    return parts.size() == 3 && parts[1].starts_with("python3") &&
           (contains(build_modules, parts[2]) || parts[2].starts_with("config-"));
}

void collect(const fs::path& tree, const fs::path& relative, Variant variant, std::vector<fs::path>& found) {
    for (const fs::directory_entry& entry : fs::directory_iterator{tree / relative}) {
        const fs::path path = relative / entry.path().filename();
        if (is_pruned(path, variant)) {
            found.push_back(path);
        } else if (entry.is_directory() && !entry.is_symlink()) {
            collect(tree, path, variant, found);
        }
    }
}

}  // namespace

bool is_pruned(const fs::path& path, Variant variant) {
    const std::vector<std::string> parts{path.begin(), path.end()};
    const std::string& name = parts.back();
    if (contains(names, name) || path.extension() == ".a" || parts.front() == "share") return true;
    if (starts_with_one_of(descriptions, name)) return true;
    if (variant == Variant::minimal && is_for_building(parts)) return true;
    if (parts.front() == "bin") return parts.size() == 2 && starts_with_one_of(programs, name);

    if (parts.size() == 2 && parts[0] == "lib" && starts_with_one_of(tk_libraries, name)) return true;
    const bool in_stdlib = parts.size() >= 3 && parts[0] == "lib" && parts[1].starts_with("python3");
    if (!in_stdlib || parts[2] == "site-packages") return false;
    if (parts.size() == 3 && contains(modules, name)) return true;
    if (parts[2] == "lib-dynload") return parts.size() == 4 && starts_with_one_of(extensions, name);
    return contains(tests, name);
}

Pruned prune(const fs::path& tree, Variant variant) {
    std::vector<fs::path> found;
    collect(tree, {}, variant, found);
    Pruned result;
    for (const fs::path& path : found) {
        ++result.entries;
        result.bytes += size_of(tree / path);
        base::remove_tree(tree / path);
    }
    return result;
}

}  // namespace adder::runtimes
