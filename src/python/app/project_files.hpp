#pragma once

#include "python/app/app.hpp"

#include <adder/cnb/toml.hpp>

#include <string_view>

namespace adder::python {

/// The app with the text of the files that decide: for the build phase, `detect` has no use for them. Throws
/// as `read_app_file`, and `base::UserError` for a `pyproject.toml` that is not TOML.
App with_project_files(App app);

/// Of a text that somebody wrote or a tool generated: whatever is wrong with it is for the app's author, a
/// `base::UserError` that names the file and the line.
cnb::TomlTable parse_toml_of_app(std::string_view text, std::string_view file);

}  // namespace adder::python
