#include <adder/base/format.hpp>
#include <adder/base/text.hpp>
#include <adder/python/web_app.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace adder::python {

namespace {

constexpr std::array module_files{"asgi.py",   "wsgi.py",        "main.py",     "app.py",
                                  "server.py", "application.py", "__init__.py", "streamlit_app.py"};

/// What a call or a name was recognised as.
struct Kind {
    std::string_view framework;
    Interface interface;
};

struct Constructor {
    std::string_view name;
    Kind kind;
};
constexpr std::array constructors{
    Constructor{"flask.Flask", {"Flask", Interface::wsgi}},
    Constructor{"flask.app.Flask", {"Flask", Interface::wsgi}},
    Constructor{"apiflask.APIFlask", {"APIFlask", Interface::wsgi}},
    Constructor{"fastapi.FastAPI", {"FastAPI", Interface::asgi}},
    Constructor{"fastapi.applications.FastAPI", {"FastAPI", Interface::asgi}},
    Constructor{"starlette.applications.Starlette", {"Starlette", Interface::asgi}},
    Constructor{"litestar.Litestar", {"Litestar", Interface::asgi}},
    Constructor{"litestar.app.Litestar", {"Litestar", Interface::asgi}},
    Constructor{"quart.Quart", {"Quart", Interface::asgi}},
    Constructor{"quart.app.Quart", {"Quart", Interface::asgi}},
    Constructor{"bottle.Bottle", {"Bottle", Interface::wsgi}},
    Constructor{"bottle.default_app", {"Bottle", Interface::wsgi}},
    Constructor{"bottle.app", {"Bottle", Interface::wsgi}},
    Constructor{"falcon.App", {"Falcon", Interface::wsgi}},
    Constructor{"falcon.API", {"Falcon", Interface::wsgi}},
    Constructor{"falcon.asgi.App", {"Falcon", Interface::asgi}},
    Constructor{"dash.Dash", {"Dash", Interface::wsgi}},
    Constructor{"dash.dash.Dash", {"Dash", Interface::wsgi}},
    Constructor{"aiohttp.web.Application", {"aiohttp", Interface::aiohttp}},
    Constructor{"sanic.Sanic", {"Sanic", Interface::sanic}},
    Constructor{"sanic.app.Sanic", {"Sanic", Interface::sanic}},
    Constructor{"django.core.wsgi.get_wsgi_application", {"Django", Interface::wsgi}},
    Constructor{"django.core.asgi.get_asgi_application", {"Django", Interface::asgi}},
    Constructor{"channels.routing.ProtocolTypeRouter", {"Django Channels", Interface::asgi}},
};

constexpr std::array factory_names{"create_app",      "make_app",           "build_app",
                                   "get_app",         "create_application", "make_application",
                                   "get_application", "app_factory",        "init_app"};

constexpr int farthest = 5;  // from a name to what it stands for

/// A directory that is looked into.
struct Place {
    std::string directory;
    bool is_in_src = false;
};

/// The name of an object or function in a file.
struct Definition {
    std::string file;
    std::string name;
};

std::string directory_of(const std::string& file) {
    const std::size_t slash = file.rfind('/');
    return slash == std::string::npos ? "" : file.substr(0, slash);
}

std::string_view stem_of(std::string_view file) {
    return file.substr(file.rfind('/') + 1,
                       file.size() - file.rfind('/') - 1 - std::string_view{".py"}.size());
}

/// Follows names through the app's modules until it comes to something that is known.
class Recogniser {
  public:
    Recogniser(const SourceTree& sources, std::string root) : sources_{sources}, root_{std::move(root)} {}

    /// What a name of a module is: an object, or one that it imports.
    std::optional<Kind> object(const std::string& file, const std::string& name, int distance = 0) {
        return once(file + ":" + name, distance, [&] { return look_at_object(file, name, distance); });
    }

    /// What a function of a module returns, judged by what it calls.
    std::optional<Kind> product(const std::string& file, const std::string& name, int distance = 0) {
        return once(file + ":" + name + "()", distance,
                    [&] { return look_at_product(file, name, distance); });
    }

  private:
    /// Each name is looked at once, however many lead to it and even if it leads to itself.
    template <typename Look>
    std::optional<Kind> once(const std::string& name, int distance, const Look& look) {
        if (distance >= farthest) return std::nullopt;
        const auto [known, is_new] = known_.try_emplace(name);
        if (is_new) known->second = look();
        return known->second;
    }

    std::optional<Kind> look_at_object(const std::string& file, const std::string& name, int distance) {
        const ModuleObjects* module = sources_.module(file);
        if (!module) return std::nullopt;
        if (!module->object(name)) {
            return imported(file, name, [&](const Definition& there) {
                return object(there.file, there.name, distance + 1);
            });
        }
        // What wraps it later, under the same name, is served the same way.
        for (const ModuleObject& object : module->objects) {
            if (object.name != name) continue;
            const auto kind = object.is_call ? call(file, object.value, distance + 1)
                                             : reference(file, object, distance + 1);
            if (kind) return kind;
        }
        return std::nullopt;
    }

    std::optional<Kind> look_at_product(const std::string& file, const std::string& name, int distance) {
        const ModuleObjects* module = sources_.module(file);
        if (!module) return std::nullopt;
        const ModuleFunction* function = module->function(name);
        if (!function) {
            return imported(file, name, [&](const Definition& there) {
                return product(there.file, there.name, distance + 1);
            });
        }
        for (const std::string& called : function->calls) {
            if (const auto kind = call(file, called, distance + 1)) return kind;
        }
        return std::nullopt;
    }

    std::optional<Kind> call(const std::string& file, const std::string& name, int distance) {
        const ModuleObjects* module = sources_.module(file);
        if (!module) return std::nullopt;
        for (const std::string& meaning : module->meanings(name)) {
            for (const Constructor& constructor : constructors) {
                if (meaning == constructor.name) return constructor.kind;
            }
        }
        if (name.ends_with(".make_wsgi_app") && module->uses("pyramid"))
            return Kind{"Pyramid", Interface::wsgi};
        return product(file, name, distance);
    }

    /// `application = app`, `server = app.server`
    std::optional<Kind> reference(const std::string& file, const ModuleObject& object, int distance) {
        const std::string owner = object.value.substr(0, object.value.rfind('.'));
        if (owner == object.value) return this->object(file, object.value, distance);
        const auto kind = this->object(file, owner, distance);
        const bool is_server = kind && kind->framework == "Dash" && object.value == owner + ".server";
        return is_server ? kind : std::nullopt;
    }

    template <typename Look>
    std::optional<Kind> imported(const std::string& file, const std::string& name, const Look& look) {
        for (const std::string& meaning : sources_.module(file)->meanings(name)) {
            const auto there = definition(file, meaning);
            const auto kind = there ? look(*there) : std::nullopt;
            if (kind) return kind;
        }
        return std::nullopt;
    }

    /// Where "shop.factory.create_app", or ".factory.create_app" seen from a file, is in the app.
    std::optional<Definition> definition(const std::string& file, const std::string& full_name) const {
        const std::size_t dot = full_name.rfind('.');
        if (dot == std::string::npos) return std::nullopt;
        const std::string name = full_name.substr(dot + 1);
        std::string module = full_name.substr(0, dot);
        std::string from = root_;
        if (full_name.starts_with('.')) {
            from = directory_of(file);
            std::size_t dots = std::min(full_name.find_first_not_of('.'), full_name.size());
            module = dots > dot ? "" : module.substr(dots);
            for (; dots > 1; --dots) from = directory_of(from);
            if (module.empty()) return Definition{below(from, "__init__.py"), name};
        }
        const auto found = sources_.file_of(module, from);
        return found ? std::optional{Definition{*found, name}} : std::nullopt;
    }

    const SourceTree& sources_;
    std::string root_;
    std::map<std::string, std::optional<Kind>> known_;
};

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
    const auto found = [&](const Kind& kind) {
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
        for (const std::string& name : names) result.push_back({below(parent, name), is_in_src});
        if (!has_src) break;
    }
    return result;
}

}  // namespace

std::string WebApp::describe() const {
    if (object.empty()) return base::format("{} application in {}", framework, file);
    if (is_factory) return base::format("{} application made by {}() in {}", framework, object, file);
    return base::format("{} application {} in {}", framework, object, file);
}

std::vector<WebApp> find_web_apps(const SourceTree& sources, std::string_view project_name) {
    std::vector<WebApp> apps;
    for (const Place& place : places(sources, project_name)) {
        for (const std::string name : module_files) {
            if (place.directory.empty() && name == "__init__.py") continue;
            if (auto app = web_app_in(sources, place, below(place.directory, name)))
                apps.push_back(*std::move(app));
        }
    }
    return apps;
}

}  // namespace adder::python
