#include "python/launch/recogniser.hpp"

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

struct Constructor {
    std::string_view name;
    WebKind kind;
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

constexpr int farthest = 5;  // from a name to what it stands for

std::string directory_of(const std::string& file) {
    const std::size_t slash = file.rfind('/');
    return slash == std::string::npos ? "" : file.substr(0, slash);
}

}  // namespace

std::optional<WebKind> Recogniser::object(const std::string& file, const std::string& name, int distance) {
    return once(file + ":" + name, distance, [&] { return look_at_object(file, name, distance); });
}

std::optional<WebKind> Recogniser::product(const std::string& file, const std::string& name, int distance) {
    return once(file + ":" + name + "()", distance, [&] { return look_at_product(file, name, distance); });
}

/// Each name is looked at once, however many lead to it and even if it leads to itself.
template <typename Look>
std::optional<WebKind> Recogniser::once(const std::string& name, int distance, const Look& look) {
    if (distance >= farthest) return std::nullopt;
    const auto [known, is_new] = known_.try_emplace(name);
    if (is_new) known->second = look();
    return known->second;
}

std::optional<WebKind> Recogniser::look_at_object(const std::string& file, const std::string& name,
                                                  int distance) {
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
        const auto kind =
            object.is_call ? call(file, object.value, distance + 1) : reference(file, object, distance + 1);
        if (kind) return kind;
    }
    return std::nullopt;
}

std::optional<WebKind> Recogniser::look_at_product(const std::string& file, const std::string& name,
                                                   int distance) {
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

std::optional<WebKind> Recogniser::call(const std::string& file, const std::string& name, int distance) {
    const ModuleObjects* module = sources_.module(file);
    if (!module) return std::nullopt;
    for (const std::string& meaning : module->meanings(name)) {
        for (const Constructor& constructor : constructors) {
            if (meaning == constructor.name) return constructor.kind;
        }
    }
    if (name.ends_with(".make_wsgi_app") && module->uses("pyramid"))
        return WebKind{"Pyramid", Interface::wsgi};
    return product(file, name, distance);
}

/// `application = app`, `server = app.server`
std::optional<WebKind> Recogniser::reference(const std::string& file, const ModuleObject& object,
                                             int distance) {
    const std::string owner = object.value.substr(0, object.value.rfind('.'));
    if (owner == object.value) return this->object(file, object.value, distance);
    const auto kind = this->object(file, owner, distance);
    const bool is_server = kind && kind->framework == "Dash" && object.value == owner + ".server";
    return is_server ? kind : std::nullopt;
}

template <typename Look>
std::optional<WebKind> Recogniser::imported(const std::string& file, const std::string& name,
                                            const Look& look) {
    for (const std::string& meaning : sources_.module(file)->meanings(name)) {
        const auto there = definition(file, meaning);
        const auto kind = there ? look(*there) : std::nullopt;
        if (kind) return kind;
    }
    return std::nullopt;
}

/// Where "shop.factory.create_app", or ".factory.create_app" seen from a file, is in the app.
std::optional<Recogniser::Definition> Recogniser::definition(const std::string& file,
                                                             const std::string& full_name) const {
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
        if (module.empty()) return Definition{path_below(from, "__init__.py"), name};
    }
    const auto found = sources_.file_of(module, from);
    return found ? std::optional{Definition{*found, name}} : std::nullopt;
}

}  // namespace adder::python
