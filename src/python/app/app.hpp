#pragma once

#include <adder/cnb/toml.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace adder::python {

/// What is in the app's directory, read once. Everything decided about an app is decided from this value.
struct App {
    std::filesystem::path directory;
    std::filesystem::path root;  ///< of all that becomes the app's image; `directory` is in it, or the same
    /// Names in the app's root directory; directories end in '/'.
    std::set<std::string> names;

    // What `with_project_files` reads.
    std::optional<std::string> python_version_file;  ///< `.python-version`
    std::optional<std::string> runtime_txt;
    std::optional<std::string> procfile;
    std::optional<cnb::TomlTable> pyproject;  ///< `pyproject.toml`
    std::optional<std::string> uv_lock;
    std::optional<std::string> pipfile;
    std::optional<std::string> pipfile_lock;

    bool has(const std::string& name) const { return names.contains(name); }

    /// Looks at names only, which is all that `detect` needs: most apps of a builder are not in Python, and
    /// whatever their files hold must not fail them. Throws `base::Error` if the directory cannot be listed.
    static App scan(const std::filesystem::path& directory, const std::filesystem::path& root);
    static App scan(const std::filesystem::path& directory) { return scan(directory, directory); }
};

/// The names a Python app is recognised by, in the order of a directory listing.
/// Nothing found: no Python app.
std::optional<std::string> first_python_file(const App& app);

}  // namespace adder::python
