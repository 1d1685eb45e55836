#pragma once

#include <adder/base/environment.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace adder::python {

/// How much of what was made of packages is kept for the next change of dependencies, in bytes. The lifecycle
/// copies and hashes it in every build, changed or not.
struct CacheBudget {
    std::uint64_t total =
        256'000'000;  ///< wheels that were built from source come first: they may take minutes
    std::uint64_t bytecode = 16'000'000;  ///< of it, at most
    bool operator==(const CacheBudget&) const = default;
};

/// What the person running the build set, by environment variables: read once, checked, named as in the
/// README.
struct Settings {
    std::optional<std::string> python_version;  ///< BP_PYTHON_VERSION, else BP_CPYTHON_VERSION
    std::string python_version_origin;          ///< which of the two
    std::vector<std::string> runtime_sources;   ///< BP_PYTHON_RUNTIME_SOURCES: replaces the catalogue's
    /// BP_PYTHON_UNSIGNED_SOURCES: those that no key need vouch for, although there are keys
    std::vector<std::string> unsigned_sources;
    std::string index_keys;                ///< BP_PYTHON_INDEX_KEYS: replaces the catalogue's
    std::string catalogue;                 ///< BP_PYTHON_CATALOGUE: replaces the buildpack's channel
    std::string package_index;             ///< base URL of a simple repository API (PEP 503, PEP 691)
    std::optional<std::string> installer;  ///< BP_PYTHON_INSTALLER: "uv" or "pip"
    std::vector<std::string>
        pip_requirements;                  ///< BP_PIP_REQUIREMENT: files in the place of requirements.txt
    std::vector<std::string> constraints;  ///< PIP_CONSTRAINT, UV_CONSTRAINT: files that limit versions
    std::string pip_options;               ///< pip's settings that change what is chosen, as one text
    std::optional<std::string> package_manager;  ///< BP_PYTHON_PACKAGE_MANAGER: which of several
    std::vector<std::string>
        poetry_only;                     ///< BP_POETRY_INSTALL_ONLY: the groups to install, "main" by default
    std::vector<std::string> uv_groups;  ///< BP_UV_INSTALL_GROUPS: dependency groups to add
    std::vector<std::string> uv_extras;  ///< BP_UV_INSTALL_EXTRAS: the project's extras to add
    std::optional<std::string> pylock;   ///< BP_PYTHON_PYLOCK: which of several
    /// BP_PYTHON_RESOLVE_MAX_AGE: how old a recorded resolution of unpinned requirements may be; nothing is
    /// "never resolve again".
    std::optional<std::chrono::seconds> resolve_max_age = std::chrono::hours{24};

    bool for_tests = false;  ///< the execution environment is "test": the image is to run the app's tests
    /// BP_DJANGO_COLLECTSTATIC, DISABLE_COLLECTSTATIC; nothing is "if the source may want it"
    std::optional<bool> collect_static = {};
    std::set<std::string> ignored_warnings;  ///< BP_PYTHON_IGNORE_WARNINGS: names of advice
    bool bills_of_materials = true;          ///< BP_DISABLE_SBOM

    CacheBudget cache_budget;  ///< BP_PYTHON_CACHE_SIZE
    /// BP_PYTHON_KEEP_BUILT_WHEELS: whether wheels that a build made from source serve later ones. Any code
    /// that ran in that build may have changed any of them.
    bool keep_built_wheels = false;

    std::optional<std::string> start_command;    ///< BP_PYTHON_START_COMMAND: a line of shell
    std::optional<std::string> default_process;  ///< BP_PROCFILE_DEFAULT_PROCESS: one of the Procfile's

    /// Throws `base::UserError` naming the variable that cannot be used.
    static Settings from(const base::Environment& env);
};

}  // namespace adder::python
