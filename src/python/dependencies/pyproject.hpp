#pragma once

#include "python/app/app.hpp"
#include "python/app/project_files.hpp"

#include <adder/cnb/toml.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// What this buildpack reads of a `pyproject.toml`.
struct Pyproject {
    bool has_project = false;       ///< `[project]` (PEP 621)
    std::string name = {};          ///< `project.name`
    bool has_build_system = false;  ///< PEP 517
    bool is_uv_package = false;     ///< uv's rule: it can be built, and `tool.uv.package` does not say no
    bool has_poetry = false;        ///< `[tool.poetry]`
    bool has_pdm = false;
    bool has_pixi = false;
    std::vector<std::string> groups = {};                  ///< names in `[dependency-groups]` (PEP 735)
    std::vector<std::string> extras = {};                  ///< names in `[project.optional-dependencies]`
    std::vector<std::string> poetry_groups = {};           ///< names below `[tool.poetry.group]`
    std::vector<std::string> optional_poetry_groups = {};  ///< of those, the ones with `optional = true`
    std::vector<std::string> pdm_groups = {};              ///< names below `[tool.pdm.dev-dependencies]`
    bool is_pdm_package = true;                            ///< PDM's rule: unless `tool.pdm` says no
    std::string required_uv = {};                          ///< `tool.uv.required-version`
    std::string required_poetry = {};                      ///< `tool.poetry.requires-poetry`
    std::vector<std::string> dynamic_files = {};           ///< that setuptools reads dependencies from
    std::vector<std::string> copied_sources = {};          ///< `tool.uv.sources` with a path
    std::vector<std::string> editable_sources = {};        ///< the same with `editable = true`

    static Pyproject of(const cnb::TomlTable& table);
    /// Throws as `parse_toml_of_app`.
    static Pyproject parse(std::string_view text, std::string_view file) {
        return of(parse_toml_of_app(text, file));
    }
};

/// Those of the names that are for development and tests: `dev`, `test`, `tests`, `testing`.
std::vector<std::string> names_for_tests(const std::vector<std::string>& names);

/// Of the app's directory; nothing if there is none.
std::optional<Pyproject> read_pyproject(const App& app);

}  // namespace adder::python
