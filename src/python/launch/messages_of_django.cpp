#include "python/app/words.hpp"
#include "python/launch/messages.hpp"

#include <adder/base/text.hpp>

namespace adder::python::messages {

using base::format;

Advice django_debug() {
    return {
        "Django's settings have DEBUG = True.",
        "In production it shows settings and code to whoever meets an error, and keeps every SQL query in\n"
        "memory. Take it from a variable that only your machine sets:\n"
        "  DEBUG = os.environ.get(\"DEBUG\") == \"1\"",
        "debug"};
}

Advice static_root_outside(std::string_view root) {
    return {
        "Static files are collected outside of the app's directory.",
        format("STATIC_ROOT is {}, which does not become a part of the image. Set it to a place in the app:\n"
               "  STATIC_ROOT = BASE_DIR / \"staticfiles\"",
               root),
        "static"};
}

Advice static_files_not_served() {
    return {"Static files are collected, and the app does not serve them.",
            "With DEBUG off, Django serves none. If nothing in front of the app does, let WhiteNoise:\n"
            "  echo whitenoise >> requirements.txt\n"
            "  MIDDLEWARE = [\"django.middleware.security.SecurityMiddleware\",\n"
            "                \"whitenoise.middleware.WhiteNoiseMiddleware\", …]",
            "static"};
}

}  // namespace adder::python::messages
