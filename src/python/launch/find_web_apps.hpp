#pragma once

#include "python/app_source/source_tree.hpp"
#include "python/launch/web_app.hpp"

#include <string_view>
#include <vector>

namespace adder::python {

/// The web applications of an app, the one to serve first: in the app's directory; in `app`, the package
/// named like the project and other packages by their names; in `src` and its packages. In each place
/// `asgi.py` and `wsgi.py` are looked into first, which are there for servers only, then `main.py`, `app.py`,
/// `server.py`, `application.py`, `__init__.py` and `streamlit_app.py`. Names are followed through the app's
/// own modules.
///
/// `project_name` is the project's own as pyproject.toml has it, perhaps empty.
std::vector<WebApp> find_web_apps(const SourceTree& sources, std::string_view project_name);

}  // namespace adder::python
