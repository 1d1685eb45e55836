#include "python/launch/django.hpp"

#include "../app_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

using testing::ElementsAre;

/// As `django-admin startproject` writes it.
constexpr const char* manage_py = R"(#!/usr/bin/env python
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as exc:
        raise ImportError("Couldn't import Django.") from exc
    execute_from_command_line(sys.argv)
)";

class DjangoTest : public AppDirectoryTest {
  protected:
    void project(const std::string& directory = "", const std::string& settings = "") const {
        file(path_below(directory, "manage.py"), manage_py);
        file(path_below(directory, "mysite/__init__.py"));
        file(path_below(directory, "mysite/settings.py"), settings);
        file(path_below(directory, "mysite/wsgi.py"));
        file(path_below(directory, "mysite/asgi.py"));
    }
    std::optional<DjangoProject> find(Installed installed = {"django"}) const {
        return find_django_project(SourceTree{app()}, installed);
    }
    /// "directory: mysite.wsgi:application mysite.asgi:application (reason)"
    std::string found(const Installed& installed = {"django"}) const {
        const auto project = find(installed);
        if (!project) return "none";
        std::string text = project->directory + ":";
        for (const WebApp& app : project->web_apps) text += " " + app.module + ":" + app.object;
        return text + (project->reason.empty() ? "" : " (" + project->reason + ")");
    }
};

TEST_F(DjangoTest, BesideManagePy) {
    project();
    EXPECT_EQ(found(), ": mysite.wsgi:application mysite.asgi:application");
    EXPECT_EQ(find()->settings, "mysite.settings");
    EXPECT_EQ(found({"flask"}), "none") << "Django is not installed";
}

TEST_F(DjangoTest, BelowTheAppsDirectory) {
    project("deep/backend");
    EXPECT_EQ(found(), "deep/backend: mysite.wsgi:application mysite.asgi:application");
    project("web");
    EXPECT_EQ(found(), "web: mysite.wsgi:application mysite.asgi:application") << "the nearest goes first";
    EXPECT_EQ(find()->manage_py(), "web/manage.py");
}

TEST_F(DjangoTest, NotBelowWhatIsNoCode) {
    project("tests/site");
    project(".cache");
    project("a/b/c");
    EXPECT_EQ(found(), "none");
}

TEST_F(DjangoTest, AnotherProgramsManagePy) {
    file("manage.py", "from flask_script import Manager\n");
    EXPECT_EQ(found(), "none");
}

TEST_F(DjangoTest, TheSettingsNameTheApplication) {
    project("", "WSGI_APPLICATION = \"deploy.server.site\"\n");
    file("deploy/server.py");
    EXPECT_EQ(found(), ": deploy.server:site mysite.asgi:application");
    file("mysite/settings.py", "WSGI_APPLICATION = '/deploy/server.$(true)'\n");
    EXPECT_EQ(found(), ": mysite.wsgi:application mysite.asgi:application") << "which is no module";
}

TEST_F(DjangoTest, SettingsInAPackage) {
    file("manage.py",
         "import django, os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.production'\n");
    file("config/settings/__init__.py");
    file("config/settings/base.py", "ASGI_APPLICATION = 'config.asgi.application'\n");
    file("config/settings/production.py", "from .base import *\n");
    file("config/wsgi.py");
    file("config/asgi.py");
    EXPECT_EQ(found(), ": config.asgi:application config.wsgi:application (ASGI_APPLICATION is set)");
}

TEST_F(DjangoTest, AsgiGoesFirstWhereItIsMeant) {
    project();
    EXPECT_EQ(found({"channels", "django"}),
              ": mysite.asgi:application mysite.wsgi:application (channels is installed)");
    std::filesystem::remove(directory_.path() / "mysite/asgi.py");
    EXPECT_EQ(found({"channels", "django"}), ": mysite.wsgi:application");
}

TEST_F(DjangoTest, SettingsThatAreNamedElsewhere) {
    file("manage.py", "import django\nimport site_settings\n");
    file("blog/models.py");
    file("site/wsgi.py");
    EXPECT_EQ(found(), ": site.wsgi:application");
}

TEST_F(DjangoTest, StaticFilesThatABuildMayHaveToCollect) {
    const auto project_of = [&](const base::Environment& env = {}) {
        return find_static_project(SourceTree{app()}, Settings::from(env), env);
    };
    EXPECT_FALSE(project_of());
    project("web", "DEBUG = True\n");
    EXPECT_EQ(project_of()->directory, "web");
    EXPECT_EQ(project_of()->settings_file, "web/mysite/settings.py");
    EXPECT_TRUE(project_of()->debug);
    EXPECT_FALSE(project_of()->may_have_root);
    EXPECT_TRUE(project_of({{"BP_DJANGO_COLLECTSTATIC", "true"}})->may_have_root);
    EXPECT_FALSE(project_of({{"BP_DJANGO_COLLECTSTATIC", "false"}}));
    EXPECT_FALSE(project_of({{"DISABLE_COLLECTSTATIC", "1"}}));
    file("web/mysite/production.py", "STATIC_ROOT = \"static\"\n");
    EXPECT_TRUE(project_of({{"DJANGO_SETTINGS_MODULE", "mysite.production"}})->may_have_root);
    EXPECT_TRUE(project_of({{"DJANGO_SETTINGS_MODULE", "company.settings"}})->may_have_root);
}

}  // namespace
}  // namespace adder::python
