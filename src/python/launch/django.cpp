#include "python/launch/django.hpp"

#include "python/launch/django_settings.hpp"

#include <adder/base/format.hpp>

namespace adder::python {

namespace {

bool is_manage_py(const SourceTree& sources, const std::string& file) {
    const ModuleObjects* module = sources.module(file);
    return module && module->uses("django");
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
        const DjangoSettings settings{sources_, directory_, project.settings};
        const std::string asgi_setting = settings.text("ASGI_APPLICATION");
        const auto wsgi = application(project, settings.text("WSGI_APPLICATION"), "wsgi");
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
            if (is_manage_py(sources, path_below(directory, name) + "/manage.py"))
                return path_below(directory, name);
        }
    }
    return std::nullopt;
}

std::optional<StaticProject> find_static_project(const SourceTree& sources, const Settings& settings,
                                                 const base::Environment& env) {
    if (settings.collect_static == false || settings.for_tests) return std::nullopt;
    auto directory = directory_of_manage_py(sources);
    if (!directory) return std::nullopt;
    const std::string manage_py = sources.text(path_below(*directory, "manage.py")).value_or("");
    const DjangoSettings django{
        sources, *directory,
        env.find_non_empty("DJANGO_SETTINGS_MODULE").value_or(settings_named_in(manage_py))};
    return StaticProject{.directory = std::move(*directory),
                         .settings_file = django.file(),
                         .may_have_root = settings.collect_static == true || django.may_have("STATIC_ROOT"),
                         .debug = django.is_always("DEBUG", "True")};
}

std::optional<DjangoProject> find_django_project(const SourceTree& sources, const Installed& installed) {
    if (!is_installed(installed, "django")) return std::nullopt;
    const auto directory = directory_of_manage_py(sources);
    if (!directory) return std::nullopt;
    return Finder{sources, *directory}.find(installed);
}

}  // namespace adder::python
