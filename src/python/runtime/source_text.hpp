#pragma once

#include "python/runtime/source.hpp"

#include <string_view>

namespace adder::python {

/// `heroku+https://…`, `index+file:///srv/runtimes`, `python-build-standalone+https://…`, perhaps with
/// `,past-end-of-life=true` behind it. Throws `base::UserError` naming what is wrong, and `origin`, where
/// the text stands.
Source parse_source(std::string_view text, std::string_view origin = "BP_PYTHON_RUNTIME_SOURCES");

}  // namespace adder::python
