#pragma once

#include "python/app/app.hpp"
#include "python/versions/version.hpp"

#include <optional>

namespace adder::python {

/// What the files that declare an app's dependencies say of the Python it runs on. All throw
/// `base::UserError` naming the file, and the line, for what cannot be read or understood; an empty or absent
/// value says nothing.
class VersionDeclarations {
  public:
    /// `app` must outlive it, and must have been read with its project files.
    explicit VersionDeclarations(const App& app) : app_{app} {}

    /// Of uv.lock, else `[project]` in pyproject.toml: PEP 440.
    std::optional<VersionLimit> requires_python() const;
    /// `[tool.poetry.dependencies] python` in pyproject.toml: Poetry's own syntax.
    std::optional<VersionLimit> poetry_python() const;
    /// `python_full_version`, else `python_version`, of Pipfile.lock, else of Pipfile.
    std::optional<VersionRequest> pipenv_python() const;

  private:
    const App& app_;
};

}  // namespace adder::python
