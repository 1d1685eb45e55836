#pragma once

#include "python/app/advice.hpp"
#include "python/dependencies/manager_rules.hpp"
#include "python/dependencies/tool.hpp"

#include <adder/base/digest.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// One file that decides what is installed.
struct ProjectFile {
    std::string name;  ///< relative to the app; a directory ends in '/'
    std::string text;  ///< of a directory: what stands for everything in it
};

/// A package that an app brings along.
struct VendoredFile {
    std::string name;  ///< "demo-1.0-py3-none-any.whl"
    std::uintmax_t size = 0;
};

/// What an app wants installed, and from which files: everything that is known before a tool runs.
struct Project {
    const ManagerRules* manager = &managers::none;
    /// The one the manager is recognised by first, then those it refers to; empty for an app without
    /// dependencies.
    std::vector<ProjectFile> files = {};
    /// How many of `files` the tool is given; it finds the others by itself.
    std::size_t inputs = 1;
    std::size_t local_packages = 0;  ///< directories and archives of the app that are packages, as named
    /// Groups of dependencies beside those of production, and extras of the project itself.
    std::vector<std::string> groups = {};
    std::vector<std::string> extras = {};
    std::vector<std::string> optional_groups = {};  ///< Poetry's, beside all that are not optional
    /// A lock says which versions: nothing new can come out of resolving again.
    bool is_locked = false;
    /// The project itself is installed, too (it can be built).
    bool is_package = false;
    /// With the groups that are for development and tests.
    bool for_tests = false;
    /// Wheels and sources in the app's `vendor`, by name: it is installed from these, and from no index.
    std::vector<VendoredFile> vendored = {};
    std::string package_name = {};  ///< the project's own, as it stands in its file
    const Tool* tool = &tools::uv;  ///< installs it
    std::string tool_version = {};  ///< what the project demands of its tool's version (PEP 440), if anything
    std::string options = {};       ///< settings of the build that change which versions are chosen
    std::vector<std::string> notices = {};  ///< worth a line of the log
    std::vector<Advice> advice = {};        ///< worth a warning

    bool is_vendored() const { return !vendored.empty(); }
    bool has_dependencies() const { return !files.empty(); }
    const std::string& main_file() const { return files.front().name; }

    /// Over everything that decides what is installed.
    base::Sha256Digest fingerprint() const;
};

}  // namespace adder::python
