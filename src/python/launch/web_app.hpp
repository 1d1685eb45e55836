#pragma once

#include <string>

namespace adder::python {

/// How a web application is served.
enum class Interface {
    wsgi,
    asgi,
    aiohttp,    ///< by itself, or by gunicorn with aiohttp's worker
    sanic,      ///< by its own program
    streamlit,  ///< by its own program
    script,     ///< by itself, as a script (Tornado, Gradio)
};

/// A web application that was found in the app's sources.
struct WebApp {
    std::string framework;  ///< "FastAPI"
    Interface interface = Interface::wsgi;
    std::string file;         ///< "src/shop/main.py"
    std::string import_root;  ///< the directory that the module is imported from: "src", or "" for the app's
    std::string module;       ///< "shop.main"
    std::string object;       ///< "app"; empty for what is no object (Streamlit)
    bool is_factory = false;  ///< `object` is a function that returns the application
    bool is_async_factory = false;
    bool runs_itself = false;  ///< the file starts its server when it is run as a script
    std::string hint = {};     ///< why it cannot be served as it is written, if so

    /// "Flask application app in app.py"
    std::string describe() const;
};

}  // namespace adder::python
