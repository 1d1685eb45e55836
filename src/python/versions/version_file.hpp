#pragma once

#include "python/app/app.hpp"
#include "python/versions/version.hpp"

#include <optional>
#include <string>

namespace adder::python {

/// What a file that holds just a version asks for: `.python-version` as pyenv and uv read it, `runtime.txt`
/// as Heroku did. Comments (`#`), blank lines, CRLF and a byte-order mark are no part of it. Throws
/// `base::UserError` naming the file, and the line, for a text that is not UTF-8, no version or several, and
/// for another interpreter.
VersionRequest read_version_file(const std::string& name, const std::string& text);

/// A file that was meant to be `.python-version` (`python-version`, `.python_version`, …), or `runtime.txt`
/// (`runtime.text`, `Runtime.txt`, …): something other than the right name, by a letter or by punctuation.
std::optional<std::string> misspelt_python_version(const App& app);
std::optional<std::string> misspelt_runtime_txt(const App& app);

}  // namespace adder::python
