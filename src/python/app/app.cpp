#include "python/app/app.hpp"

#include <adder/base/error.hpp>

#include <array>

namespace adder::python {

namespace fs = std::filesystem;

namespace {

std::set<std::string> names_in(const fs::path& directory) {
    std::error_code code;
    std::set<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator{directory, code}) {
        std::error_code broken_link;
        names.insert(entry.path().filename().native() + (entry.is_directory(broken_link) ? "/" : ""));
    }
    if (code) throw base::SystemError{code.value(), "cannot list the app's directory {}", directory};
    return names;
}

}  // namespace

App App::scan(const fs::path& directory, const fs::path& root) {
    App app;
    app.directory = directory;
    app.root = root;
    app.names = names_in(directory);
    return app;
}

std::optional<std::string> first_python_file(const App& app) {
    constexpr std::array markers{
        "requirements.txt", "pyproject.toml",   "uv.lock",   "pylock.toml", "poetry.lock",     "Pipfile",
        "Pipfile.lock",     "pdm.lock",         "setup.py",  "setup.cfg",   ".python-version", "manage.py",
        "main.py",          "app.py",           "server.py", "wsgi.py",     "asgi.py",         "runtime.txt",
        "environment.yml",  "environment.yaml", "pixi.toml"};
    for (const char* marker : markers) {
        if (app.has(marker)) return marker;
    }
    // A lock by another name: pylock.NAME.toml.
    const auto lock = app.names.lower_bound("pylock.");
    if (lock != app.names.end() && lock->starts_with("pylock.") && lock->ends_with(".toml")) return *lock;
    return std::nullopt;
}

}  // namespace adder::python
