#pragma once

#include "python/launch/web_app.hpp"

#include <adder/cnb/launch.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adder::python {

/// A command as a person would type it. Words may name variables (`$PORT`), which a shell has to fill in.
class StartCommand {
  public:
    explicit StartCommand(std::vector<std::string> words) : words_{std::move(words)} {}
    /// With the directory that modules are to be imported from, for programs without an option for it.
    StartCommand with_import_root(const std::string& directory) &&;

    std::string text() const;
    /// Direct, so that the signals that end a container reach the server; where variables have to be filled
    /// in, by a shell that the server takes the place of.
    std::vector<std::string> process() const;

  private:
    std::vector<std::string> words_;
    std::string import_root_;
};

/// What a web application is served by.
struct Serving {
    StartCommand command;
    std::string server;          ///< "gunicorn"
    bool is_event_loop = false;  ///< a worker does many things at a time, and keeps a CPU busy
};

/// The names of the installed distributions, normalised as in PEP 503.
using Installed = std::vector<std::string>;
bool is_installed(const Installed& installed, std::string_view name);

/// The first server that is installed and can serve the application: gunicorn, Granian, waitress for WSGI;
/// gunicorn with uvicorn-worker, uvicorn, Hypercorn, Granian, Daphne for ASGI; what a framework brings for
/// the others. Nothing if none is.
std::optional<Serving> choose_server(const WebApp& app, const Installed& installed);

/// The server to install for an application that none was found for: "gunicorn".
std::string_view suggested_server(const WebApp& app);

/// "WSGI", "ASGI"
std::string_view kind_of_server(const WebApp& app);

}  // namespace adder::python
