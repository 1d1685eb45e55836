#pragma once

#include "python/app/app.hpp"
#include "python/app_source/module_objects.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace adder::python {

/// The Python files of an app, each read when it is first asked for and once. Files and directories are named
/// relative to the app's, with '/'; what cannot be read, leads out of the app, or is longer than any source,
/// is not there.
class SourceTree {
  public:
    explicit SourceTree(const App& app) : directory_{app.directory}, root_{app.root}, names_{app.names} {}

    std::optional<std::string> text(const std::string& file) const;
    /// What the file says; null if there is none.
    const ModuleObjects* module(const std::string& file) const;
    bool has(const std::string& file) const { return module(file) != nullptr; }

    /// The file of a module by its dotted name, below `root`: "a.b" is a/b.py or a/b/__init__.py.
    std::optional<std::string> file_of(const std::string& name, const std::string& root = "") const;

    /// The directories in a directory ("": the app's) that may hold the app's code, sorted: nothing hidden,
    /// no tests, no virtual environments.
    std::vector<std::string> directories_in(const std::string& directory) const;
    /// Those with a name that can be imported.
    std::vector<std::string> packages_in(const std::string& directory) const;

  private:
    std::filesystem::path directory_;
    std::filesystem::path root_;   ///< links may lead to what is below it
    std::set<std::string> names_;  ///< in it
    mutable std::map<std::string, std::unique_ptr<const ModuleObjects>, std::less<>> modules_;
};

/// `directory` and `name` with a '/' between them, or the name alone in the app's own directory.
std::string path_below(const std::string& directory, const std::string& name);

}  // namespace adder::python
