#include "python/launch/servers.hpp"

#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

using Words = std::vector<std::string>;

/// As a shell wants it; variables stay what they are.
std::string quoted(const std::string& word) {
    const bool is_plain = word.find_first_of(" \t\"'()&;|<>*?`\\#~!") == std::string::npos;
    return is_plain ? word : "'" + word + "'";
}

/// "app:app", with what is called if it is a factory and the server calls it by that.
std::string target(const WebApp& app, bool calls_factories = false) {
    return app.module + ":" + app.object + (app.is_factory && calls_factories ? "()" : "");
}

void add(Words& words, std::initializer_list<const char*> more) {
    words.insert(words.end(), more.begin(), more.end());
}

/// It reads PORT and WEB_CONCURRENCY by itself.
StartCommand gunicorn(const WebApp& app, std::initializer_list<const char*> options = {}) {
    Words words{"gunicorn"};
    add(words, options);
    if (!app.import_root.empty()) add(words, {"--pythonpath", app.import_root.c_str()});
    words.push_back(target(app, !app.is_async_factory));
    return StartCommand{words};
}

/// It reads UVICORN_HOST, UVICORN_PORT and WEB_CONCURRENCY by itself.
StartCommand uvicorn(const WebApp& app) {
    Words words{"uvicorn"};
    if (!app.import_root.empty()) add(words, {"--app-dir", app.import_root.c_str()});
    if (app.is_factory) add(words, {"--factory"});
    words.push_back(target(app));
    return StartCommand{words};
}

/// It reads GRANIAN_HOST, GRANIAN_PORT and GRANIAN_WORKERS by itself.
StartCommand granian(const WebApp& app) {
    Words words{"granian", "--interface", app.interface == Interface::wsgi ? "wsgi" : "asgi"};
    if (app.is_factory) add(words, {"--factory"});
    words.push_back(target(app));
    return StartCommand{words}.with_import_root(app.import_root);
}

StartCommand hypercorn(const WebApp& app) {
    return StartCommand{
        {"hypercorn", "--bind", "0.0.0.0:$PORT", "--workers", "$WEB_CONCURRENCY", target(app, true)}}
        .with_import_root(app.import_root);
}

StartCommand daphne(const WebApp& app) {
    return StartCommand{{"daphne", "-b", "0.0.0.0", "-p", "$PORT", target(app)}}.with_import_root(
        app.import_root);
}

StartCommand waitress(const WebApp& app) {
    Words words{"waitress-serve", "--listen=0.0.0.0:$PORT"};
    if (app.is_factory) add(words, {"--call"});
    words.push_back(target(app));
    return StartCommand{words}.with_import_root(app.import_root);
}

StartCommand sanic(const WebApp& app) {
    Words words{"sanic", target(app)};
    if (app.is_factory) add(words, {"--factory"});
    add(words, {"--host", "0.0.0.0", "--port", "$PORT", "--workers", "$WEB_CONCURRENCY"});
    return StartCommand{words}.with_import_root(app.import_root);
}

std::optional<Serving> serve_wsgi(const WebApp& app, const Installed& installed) {
    if (is_installed(installed, "gunicorn")) return Serving{gunicorn(app), "gunicorn"};
    // It has threads for what waits.
    if (is_installed(installed, "granian")) return Serving{granian(app), "Granian", true};
    if (is_installed(installed, "waitress")) return Serving{waitress(app), "waitress", true};
    return std::nullopt;
}

std::optional<Serving> serve_asgi(const WebApp& app, const Installed& installed) {
    if (is_installed(installed, "gunicorn") && is_installed(installed, "uvicorn-worker")) {
        return Serving{gunicorn(app, {"--worker-class", "uvicorn_worker.UvicornWorker"}),
                       "gunicorn with uvicorn's worker", true};
    }
    if (is_installed(installed, "uvicorn")) return Serving{uvicorn(app), "uvicorn", true};
    if (is_installed(installed, "hypercorn")) return Serving{hypercorn(app), "Hypercorn", true};
    if (is_installed(installed, "granian")) return Serving{granian(app), "Granian", true};
    if (is_installed(installed, "daphne") && !app.is_factory) return Serving{daphne(app), "Daphne", true};
    return std::nullopt;
}

Serving run_as_script(const WebApp& app) { return {StartCommand{{"python", app.file}}, app.framework, true}; }

/// gunicorn knows applications and coroutines that make one.
std::optional<Serving> serve_aiohttp(const WebApp& app, const Installed& installed) {
    const bool fits = !app.is_factory || app.is_async_factory;
    if (is_installed(installed, "gunicorn") && fits) {
        return Serving{gunicorn(app, {"--worker-class", "aiohttp.GunicornWebWorker"}),
                       "gunicorn with aiohttp's worker", true};
    }
    return app.runs_itself ? std::optional{run_as_script(app)} : std::nullopt;
}

}  // namespace

StartCommand StartCommand::with_import_root(const std::string& directory) && {
    import_root_ = directory;
    return std::move(*this);
}

std::string StartCommand::text() const {
    Words words;
    if (!import_root_.empty()) words.push_back("PYTHONPATH=" + import_root_);
    for (const std::string& word : words_) words.push_back(quoted(word));
    return base::join(words, " ");
}

std::vector<std::string> StartCommand::process() const {
    const bool needs_shell =
        !import_root_.empty() || std::ranges::any_of(words_, [](const std::string& word) {
            return word.find('$') != std::string::npos;
        });
    if (!needs_shell) return words_;
    const std::string assignment = import_root_.empty() ? "" : "PYTHONPATH=" + import_root_ + " ";
    Words words;
    for (const std::string& word : words_) words.push_back(quoted(word));
    return {"sh", "-c", assignment + "exec " + base::join(words, " ")};
}

bool is_installed(const Installed& installed, std::string_view name) {
    return std::ranges::find(installed, name) != installed.end();
}

std::optional<Serving> choose_server(const WebApp& app, const Installed& installed) {
    if (!app.hint.empty()) return std::nullopt;
    switch (app.interface) {
        case Interface::wsgi:
            return serve_wsgi(app, installed);
        case Interface::asgi:
            return serve_asgi(app, installed);
        case Interface::aiohttp:
            return serve_aiohttp(app, installed);
        case Interface::sanic:
            return Serving{sanic(app), "Sanic", true};
        case Interface::streamlit:
            return Serving{StartCommand{{"streamlit", "run", app.file}}, "Streamlit", true};
        case Interface::script:
            return run_as_script(app);
    }
    return std::nullopt;
}

std::string_view suggested_server(const WebApp& app) {
    return app.interface == Interface::asgi ? "uvicorn" : "gunicorn";
}

std::string_view kind_of_server(const WebApp& app) {
    switch (app.interface) {
        case Interface::wsgi:
            return "WSGI";
        case Interface::asgi:
            return "ASGI";
        default:
            return "web";
    }
}

}  // namespace adder::python
