#pragma once

#include "python/app/advice.hpp"
#include "python/launch/servers.hpp"
#include "python/network/services.hpp"

#include <adder/base/environment.hpp>
#include <adder/cnb/launch.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// What Django's settings say, asked by running them, and what became of the static files.
struct StaticFiles {
    enum class Outcome {
        collected,  ///< in `root`
        no_app,     ///< `django.contrib.staticfiles` is not among the installed apps
        no_root,    ///< `STATIC_ROOT` is not set
        not_asked,  ///< `manage.py` has its own ways and did not ask Django
    };

    Outcome outcome = Outcome::not_asked;
    std::filesystem::path root = {};  ///< STATIC_ROOT, absolute
    bool debug = false;               ///< DEBUG is on

    bool operator==(const StaticFiles&) const = default;
};

/// Runs `manage.py collectstatic` if the settings have a place for static files, with the app's own Python.
/// `directory` is that of `manage.py`. Throws `base::UserError` if Django fails.
StaticFiles collect_static_files(const std::filesystem::path& directory, const std::filesystem::path& python,
                                 const base::Environment& env, const Services& services);

/// What the program that asks Django has written: `collected`, a NUL, the root, a NUL, `debug`.
StaticFiles parse_static_files_report(std::string_view report);

/// Static files change less often than the app, and are an image layer of their own. Nothing for files
/// outside of the app.
std::optional<cnb::Slice> slice_of(const StaticFiles& files, const std::filesystem::path& app);

/// What would go wrong in production. `app` is the directory that becomes the image's.
std::vector<Advice> advice_on(const StaticFiles& files, const std::filesystem::path& app,
                              const Installed& installed);

}  // namespace adder::python
