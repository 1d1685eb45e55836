#pragma once

#include "python/app/settings.hpp"
#include "python/app_source/source_tree.hpp"
#include "python/launch/servers.hpp"

#include <adder/base/environment.hpp>

#include <optional>
#include <string>
#include <vector>

namespace adder::python {

/// A Django project: where its `manage.py` is, and what that leads to.
struct DjangoProject {
    std::string directory;         ///< of `manage.py`; "" is the app's
    std::string settings;          ///< the module that `manage.py` names: "mysite.settings"
    std::vector<WebApp> web_apps;  ///< the one to serve first; named as seen from `directory`
    std::string reason = {};       ///< why ASGI goes before WSGI, if it does

    std::string manage_py() const { return path_below(directory, "manage.py"); }
};

/// The directory of `manage.py`, if there is one of Django's: the app's ("") or else the first (by name, at
/// most two levels down) that has one.
std::optional<std::string> directory_of_manage_py(const SourceTree& sources);

/// A Django project whose static files a build may have to collect.
struct StaticProject {
    std::string directory;      ///< of `manage.py`; "" is the app's
    std::string settings_file;  ///< empty if it is not in the app
    /// The settings may have a place for static files (`STATIC_ROOT`): only Django can tell.
    bool may_have_root = true;
    bool debug = false;  ///< DEBUG is on, by the source
};

/// That of `manage.py`, found as for `find_django_project`, if its static files are wanted: not for tests,
/// nor if a variable says so. Its settings are those of `DJANGO_SETTINGS_MODULE`, else those `manage.py`
/// names.
std::optional<StaticProject> find_static_project(const SourceTree& sources, const Settings& settings,
                                                 const base::Environment& env);

/// `manage.py` in the app's directory, or else in the first directory (by name, at most two levels down) that
/// has one. The applications are those that the settings name (`WSGI_APPLICATION`, `ASGI_APPLICATION`), else
/// `wsgi.py` and `asgi.py` beside the settings, else those of a directory beside `manage.py`.
///
/// WSGI goes first, unless the settings have an `ASGI_APPLICATION` or Channels, Daphne or uvicorn-worker is
/// installed. Nothing if Django is not installed.
std::optional<DjangoProject> find_django_project(const SourceTree& sources, const Installed& installed);

}  // namespace adder::python
