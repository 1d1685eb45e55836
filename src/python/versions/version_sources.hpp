#pragma once

#include "python/app/advice.hpp"
#include "python/app/app.hpp"
#include "python/app/settings.hpp"
#include "python/versions/releases.hpp"
#include "python/versions/version.hpp"

#include <adder/cnb/toml.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// Which Python to use, and what is to be told about how that was decided.
struct RequestedPython {
    VersionRequest request;
    std::vector<Advice> advice = {};
    std::optional<std::string> note = {};  ///< a line of the log
};

/// What decides is the first of: `BP_PYTHON_VERSION`, `BP_CPYTHON_VERSION`; `.python-version`; uv.lock's or
/// pyproject.toml's `requires-python`; Poetry's constraint; Pipenv's files; `runtime.txt`; the series
/// recorded for this app, while it is maintained; the default.
///
/// Whatever decides has to keep to `requires-python` and Poetry's constraint, too. Throws `base::UserError`
/// for what cannot be understood (it never falls through to the next), for two of these that contradict each
/// other, and for a file with a misspelt name that would have decided.
RequestedPython requested_python(const App& app, const Settings& settings, const KnownReleases& releases,
                                 const cnb::TomlTable& store, const Date& today);

/// The series the app was built with last; nothing if none is stored. An app whose files name no version
/// stays on it when the default moves on.
std::optional<SeriesNumber> recorded_series(const cnb::TomlTable& store);

/// Leaves the rest of `store` alone.
void record_series(cnb::TomlTable& store, const SeriesNumber& series);

}  // namespace adder::python
