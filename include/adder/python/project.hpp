#pragma once

#include <adder/base/digest.hpp>
#include <adder/python/app.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace adder::python {

/// One file that decides what is installed.
struct RequirementsFile {
    std::string name;  ///< relative to the app
    std::string text;
};

/// What an app wants installed, and from which files.
struct Project {
    /// The requirements file and those it includes (`-r`, `-c`), in the order of their inclusion; empty for
    /// an app without dependencies.
    std::vector<RequirementsFile> requirements;

    bool has_dependencies() const { return !requirements.empty(); }

    /// Over names and texts of all files.
    base::Sha256Digest fingerprint() const;

    /// Whether every requirement is pinned by a hash: then nothing new can come out of resolving it again.
    bool is_locked() const;
};

/// Which files say what to install. Throws `base::UserError` for an app whose dependencies are declared in a
/// way that is not supported, or whose requirements include a file that is not there.
Project identify(const App& app);

/// The files a requirements file includes: the arguments of `-r`, `--requirement`, `-c` and `--constraint`.
std::vector<std::string> included_files(std::string_view requirements_text);

}  // namespace adder::python
