#include <adder/base/format.hpp>
#include <adder/base/text.hpp>
#include <adder/python/launch.hpp>

#include <algorithm>
#include <array>

namespace adder::python {

namespace {

struct Framework {
    std::string_view constructor;
    WebObject::Interface interface;
};
constexpr std::array frameworks{
    Framework{"Flask", WebObject::Interface::wsgi},
    Framework{"FastAPI", WebObject::Interface::asgi},
    Framework{"Starlette", WebObject::Interface::asgi},
    Framework{"Litestar", WebObject::Interface::asgi},
    Framework{"Quart", WebObject::Interface::asgi},
    Framework{"Bottle", WebObject::Interface::wsgi},
    Framework{"get_wsgi_application", WebObject::Interface::wsgi},
    Framework{"get_asgi_application", WebObject::Interface::asgi},
};

constexpr std::string_view identifier_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

/// `name`, `name: annotation` on the left of an assignment.
std::optional<std::string> assigned_name(std::string_view left) {
    const std::string_view name = base::trim(left.substr(0, left.find(':')));
    if (name.empty() || name.find_first_not_of(identifier_characters) != std::string_view::npos)
        return std::nullopt;
    return std::string{name};
}

/// The last part of what is called: `Flask` of `flask.Flask(…)`.
std::string_view called_name(std::string_view right) {
    const std::size_t parenthesis = right.find('(');
    if (parenthesis == std::string_view::npos) return {};
    const std::string_view callee = base::trim(right.substr(0, parenthesis));
    const std::size_t dot = callee.rfind('.');
    return dot == std::string_view::npos ? callee : callee.substr(dot + 1);
}

bool is_installed(const std::vector<std::string>& installed, std::string_view name) {
    return std::find(installed.begin(), installed.end(), name) != installed.end();
}

/// A web process behind a shell that only fills in the port: the platform's choice, or 8000.
ChosenProcess web(std::string command, std::string reason) {
    cnb::Process process{.type = "web", .command = {"sh", "-c", "exec " + command}};
    process.is_default = true;
    return {std::move(process), std::move(command), std::move(reason)};
}

std::optional<ChosenProcess> wsgi_process(const std::string& target, const std::string& reason,
                                          const std::vector<std::string>& installed) {
    if (!is_installed(installed, "gunicorn")) return std::nullopt;
    return web("gunicorn --bind 0.0.0.0:${PORT:-8000} " + target, reason);
}

std::optional<ChosenProcess> asgi_process(const std::string& target, const std::string& reason,
                                          const std::vector<std::string>& installed) {
    if (!is_installed(installed, "uvicorn")) return std::nullopt;
    return web("uvicorn --host 0.0.0.0 --port ${PORT:-8000} " + target, reason);
}

/// A Python file that may be what starts the app.
struct Module {
    std::string name;
    const std::optional<std::string>& source;

    std::string file() const { return name + ".py"; }
};

std::optional<ChosenProcess> serve(const Module& module, const std::vector<std::string>& installed) {
    if (!module.source) return std::nullopt;
    const std::optional<WebObject> object = find_web_object(*module.source);
    if (!object) return std::nullopt;
    const std::string target = module.name + ":" + object->variable;
    const std::string reason = base::format("{} application in {}", object->framework, module.file());
    return object->interface == WebObject::Interface::wsgi ? wsgi_process(target, reason, installed)
                                                           : asgi_process(target, reason, installed);
}

ChosenProcess run_as_script(const Module& module) {
    cnb::Process process{.type = "web", .command = {"python", module.file()}};
    process.is_default = true;
    return {std::move(process), "python " + module.file(), module.file() + " found"};
}

std::vector<ChosenProcess> from_procfile(const Procfile& procfile) {
    std::vector<ChosenProcess> processes;
    for (const ProcfileEntry& entry : procfile) {
        cnb::Process process{.type = entry.type, .command = {"bash", "-c", entry.command}};
        process.is_default = entry.type == "web";
        processes.push_back({std::move(process), entry.command, "from the Procfile"});
    }
    return processes;
}

}  // namespace

std::optional<WebObject> find_web_object(std::string_view source) {
    for (const std::string_view line : base::lines(source)) {
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos || line.starts_with(' ') || line.starts_with('\t')) continue;
        const std::optional<std::string> variable = assigned_name(line.substr(0, equals));
        if (!variable) continue;
        const std::string_view called = called_name(line.substr(equals + 1));
        for (const Framework& framework : frameworks) {
            if (called != framework.constructor) continue;
            return WebObject{*variable, std::string{called}, framework.interface};
        }
    }
    return std::nullopt;
}

std::vector<ChosenProcess> choose_processes(const App& app, const std::optional<Procfile>& procfile,
                                            const std::vector<std::string>& installed) {
    if (procfile) return from_procfile(*procfile);
    if (app.django_wsgi_module) {
        const std::string reason = "Django project found beside manage.py";
        if (auto process = wsgi_process(*app.django_wsgi_module, reason, installed)) return {*process};
    }
    const std::array modules{Module{"main", app.main_py}, Module{"app", app.app_py}};
    for (const Module& module : modules) {
        if (auto process = serve(module, installed)) return {*process};
    }
    for (const Module& module : modules) {
        if (module.source) return {run_as_script(module)};
    }
    return {};
}

}  // namespace adder::python
