#include "python/launch/find_web_apps.hpp"

#include "python/launch/recogniser.hpp"

#include <adder/base/format.hpp>
#include <adder/base/text.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

constexpr std::array module_files{"asgi.py",   "wsgi.py",        "main.py",     "app.py",
                                  "server.py", "application.py", "__init__.py", "streamlit_app.py"};

constexpr std::array factory_names{"create_app",      "make_app",           "build_app",
                                   "get_app",         "create_application", "make_application",
                                   "get_application", "app_factory",        "init_app"};

/// A directory that is looked into.
struct Place {
    std::string directory;
    bool is_in_src = false;
};

std::string_view stem_of(std::string_view file) {
    return file.substr(file.rfind('/') + 1,
                       file.size() - file.rfind('/') - 1 - std::string_view{".py"}.size());
}

/// A module that imports others of its directory as if they were at the top is imported from there.
bool imports_neighbours(const SourceTree& sources, const ModuleObjects& module,
                        const std::string& directory) {
    return std::ranges::any_of(module.imports, [&](const auto& one) {
        const std::string first = one.second.substr(0, one.second.find('.'));
        return !first.empty() && !sources.file_of(first) && sources.file_of(first, directory);
    });
}

std::string import_root_of(const SourceTree& sources, const ModuleObjects& module, const Place& place) {
    if (place.is_in_src)
        return sources.has("src/__init__.py") || module.uses("src") ? std::string{} : std::string{"src"};
    const bool is_package = place.directory.empty() || sources.has(place.directory + "/__init__.py");
    return !is_package && imports_neighbours(sources, module, place.directory) ? place.directory : "";
}

std::string module_name(const std::string& file, const std::string& root) {
    std::string name = file.substr(root.empty() ? 0 : root.size() + 1);
    name.resize(name.size() - std::string_view{".py"}.size());
    std::ranges::replace(name, '/', '.');
    if (name.ends_with(".__init__")) name.resize(name.size() - std::string_view{".__init__"}.size());
    return name;
}

bool starts(const ModuleObjects& module, std::string_view function) {
    return std::ranges::any_of(module.starts, [&](const std::string& name) {
        const std::vector<std::string> meanings = module.meanings(name);
        return std::ranges::find(meanings, function) != meanings.end();
    });
}

bool calls_method(const ModuleObjects& module, std::initializer_list<std::string_view> methods) {
    return std::ranges::any_of(module.starts, [&](const std::string& name) {
        return std::ranges::find(methods, std::string_view{name}.substr(name.rfind('.') + 1)) !=
               methods.end();
    });
}

/// The names of a module that may be what is served, the likely ones first.
std::vector<std::string> likely_objects(const ModuleObjects& module, std::string_view stem) {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    };
    // A module that is there for a server often has only imported what is to be served.
    const bool is_entry_point = stem == "wsgi" || stem == "asgi";
    for (const char* name : {"app", "application"}) {
        if (module.object(name) || (is_entry_point && module.imports.contains(name))) add(name);
    }
    for (const ModuleObject& object : module.objects) add(object.name);
    return names;
}

/// gunicorn serves the Flask application inside.
void take_server_of_dash(const ModuleObjects& module, WebApp& app) {
    for (const ModuleObject& object : module.objects) {
        if (object.value == app.object + ".server") {
            app.object = object.name;
            return;
        }
    }
    const ModuleObject* object = module.object(app.object);
    if (object && object->value.ends_with(".server")) return;
    app.hint =
        base::format("A server needs a name for the application inside it: add to {}\n  server = {}.server",
                     app.file, app.object);
}

std::optional<WebApp> object_in(const SourceTree& sources, const ModuleObjects& module, WebApp app) {
    Recogniser recogniser{sources, app.import_root};
    const auto found = [&](const WebKind& kind) {
        app.framework = kind.framework;
        app.interface = kind.interface;
        return app;
    };
    for (const std::string& name : likely_objects(module, stem_of(app.file))) {
        const auto kind = recogniser.object(app.file, name);
        if (!kind) continue;
        app.object = name;
        if (kind->framework == "Dash") take_server_of_dash(module, app);
        return found(*kind);
    }
    for (const char* name : factory_names) {
        const ModuleFunction* function = module.function(name);
        const auto kind = function ? recogniser.product(app.file, name) : std::nullopt;
        if (!kind || function->needs_arguments) continue;
        app.object = name;
        app.is_factory = true;
        app.is_async_factory = function->is_async;
        if (kind->framework == "Dash") continue;  // it returns what has the server in it
        return found(*kind);
    }
    return std::nullopt;
}

/// What serves itself when it is run, or by a program that takes the file.
std::optional<WebApp> script_in(const ModuleObjects& module, WebApp app) {
    if (stem_of(app.file) == "__init__") return std::nullopt;
    app.interface = Interface::script;
    app.runs_itself = true;
    if (module.uses("streamlit")) {
        app.framework = "Streamlit";
        app.interface = Interface::streamlit;
        return app;
    }
    if (module.uses("gradio") && calls_method(module, {"launch"})) {
        app.framework = "Gradio";
        return app;
    }
    if (module.uses("tornado") && calls_method(module, {"listen", "bind", "start", "run"})) {
        app.framework = "Tornado";
        return app;
    }
    if (starts(module, "aiohttp.web.run_app")) {
        app.framework = "aiohttp";
        return app;
    }
    return std::nullopt;
}

std::optional<WebApp> web_app_in(const SourceTree& sources, const Place& place, const std::string& file) {
    const ModuleObjects* module = sources.module(file);
    if (!module) return std::nullopt;
    WebApp app{.framework = {},
               .file = file,
               .import_root = import_root_of(sources, *module, place),
               .module = {},
               .object = {}};
    app.module = module_name(file, app.import_root);
    app.runs_itself = starts(*module, "aiohttp.web.run_app");
    if (auto found = object_in(sources, *module, app)) return found;
    return script_in(*module, app);
}

std::vector<Place> places(const SourceTree& sources, std::string_view project_name) {
    std::string package = base::to_lower(project_name);
    std::ranges::replace_if(package, [](char c) { return c == '-' || c == '.'; }, '_');
    std::vector<Place> result{{""}};
    for (const bool is_in_src : {false, true}) {
        const std::string parent = is_in_src ? "src" : "";
        std::vector<std::string> names = sources.packages_in(parent);
        std::stable_partition(names.begin(), names.end(),
                              [&](const std::string& name) { return name == package; });
        std::stable_partition(names.begin(), names.end(),
                              [](const std::string& name) { return name == "app"; });
        const bool has_src = std::erase(names, "src") > 0;
        if (is_in_src) result.push_back({"src", true});
        for (const std::string& name : names) result.push_back({path_below(parent, name), is_in_src});
        if (!has_src) break;
    }
    return result;
}

}  // namespace

std::vector<WebApp> find_web_apps(const SourceTree& sources, std::string_view project_name) {
    std::vector<WebApp> apps;
    for (const Place& place : places(sources, project_name)) {
        for (const std::string name : module_files) {
            if (place.directory.empty() && name == "__init__.py") continue;
            if (auto app = web_app_in(sources, place, path_below(place.directory, name)))
                apps.push_back(*std::move(app));
        }
    }
    return apps;
}

}  // namespace adder::python
