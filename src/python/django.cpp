#include <adder/base/format.hpp>
#include <adder/python/django.hpp>
#include <adder/python/python_tokens.hpp>

#include <algorithm>

namespace adder::python {

namespace {

constexpr int farthest_settings = 4;  // from `base` to `production`, and what people put between

/// What `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")` says, or an assignment.
std::string settings_named_in(std::string_view manage_py) {
    PythonStatements statements{manage_py};
    PythonStatement statement;
    while (statements.next(statement)) {
        bool is_named = false;
        for (const PythonToken& token : statement.tokens) {
            if (token.kind != PythonToken::Kind::string) continue;
            if (is_named) return std::string{string_contents(token)};
            is_named = string_contents(token) == "DJANGO_SETTINGS_MODULE";
        }
    }
    return {};
}

bool is_manage_py(const SourceTree& sources, const std::string& file) {
    const ModuleObjects* module = sources.module(file);
    return module && module->uses("django");
}

/// A setting that is a string, of the file or of the one it takes its settings from (`from .base import *`).
std::string setting(const SourceTree& sources, const std::string& file, const std::string& name,
                    int distance = 0) {
    const ModuleObjects* module = distance < farthest_settings ? sources.module(file) : nullptr;
    if (!module) return {};
    if (const auto found = module->texts.find(name); found != module->texts.end()) return found->second;
    for (const std::string& other : module->star_imports) {
        if (!other.starts_with('.') || other.starts_with("..")) continue;
        const std::string directory = file.substr(0, file.rfind('/') + 1);
        const std::string text = setting(sources, directory + other.substr(1) + ".py", name, distance + 1);
        if (!text.empty()) return text;
    }
    return {};
}

/// A setting may be any text.
bool is_dotted_name(std::string_view text) {
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") ==
           std::string_view::npos;
}

class Finder {
  public:
    Finder(const SourceTree& sources, std::string directory)
        : sources_{sources}, directory_{std::move(directory)} {}

    DjangoProject find(const Installed& installed) const {
        DjangoProject project{.directory = directory_, .settings = {}, .web_apps = {}};
        project.settings = settings_named_in(sources_.text(project.manage_py()).value_or(""));
        const std::string file = sources_.file_of(project.settings, directory_).value_or("");
        const std::string asgi_setting = setting(sources_, file, "ASGI_APPLICATION");
        const auto wsgi = application(project, setting(sources_, file, "WSGI_APPLICATION"), "wsgi");
        const auto asgi = application(project, asgi_setting, "asgi");
        if (!asgi_setting.empty()) project.reason = "ASGI_APPLICATION is set";
        for (const char* name : {"channels", "daphne", "uvicorn-worker"}) {
            if (project.reason.empty() && is_installed(installed, name))
                project.reason = base::format("{} is installed", name);
        }
        if (!asgi) project.reason.clear();
        for (const auto& app : project.reason.empty() ? std::vector{wsgi, asgi} : std::vector{asgi, wsgi}) {
            if (app) project.web_apps.push_back(*app);
        }
        return project;
    }

  private:
    /// "mysite.wsgi.application", or what stands where Django puts it.
    std::optional<WebApp> application(const DjangoProject& project, const std::string& setting,
                                      const std::string& stem) const {
        const std::size_t dot = setting.rfind('.');
        if (dot != std::string::npos) {
            if (auto app = in_module(setting.substr(0, dot), setting.substr(dot + 1), stem)) return app;
        }
        std::string package = project.settings;
        while (package.find('.') != std::string::npos) {
            package.resize(package.rfind('.'));
            if (auto app = in_module(package + "." + stem, "application", stem)) return app;
        }
        for (const std::string& name : sources_.packages_in(directory_)) {
            if (auto app = in_module(name + "." + stem, "application", stem)) return app;
        }
        return std::nullopt;
    }

    std::optional<WebApp> in_module(const std::string& module, const std::string& object,
                                    const std::string& stem) const {
        const auto file =
            is_dotted_name(module + "." + object) ? sources_.file_of(module, directory_) : std::nullopt;
        if (!file) return std::nullopt;
        return WebApp{.framework = "Django",
                      .interface = stem == "asgi" ? Interface::asgi : Interface::wsgi,
                      .file = *file,
                      .import_root = {},
                      .module = module,
                      .object = object};
    }

    const SourceTree& sources_;
    std::string directory_;
};

}  // namespace

std::optional<std::string> directory_of_manage_py(const SourceTree& sources) {
    if (is_manage_py(sources, "manage.py")) return "";
    const std::vector<std::string> directories = sources.directories_in("");
    for (const std::string& directory : directories) {
        if (is_manage_py(sources, directory + "/manage.py")) return directory;
    }
    for (const std::string& directory : directories) {
        for (const std::string& name : sources.directories_in(directory)) {
            if (is_manage_py(sources, below(directory, name) + "/manage.py")) return below(directory, name);
        }
    }
    return std::nullopt;
}

std::optional<DjangoProject> find_django_project(const SourceTree& sources, const Installed& installed) {
    if (!is_installed(installed, "django")) return std::nullopt;
    const auto directory = directory_of_manage_py(sources);
    if (!directory) return std::nullopt;
    return Finder{sources, *directory}.find(installed);
}

}  // namespace adder::python
