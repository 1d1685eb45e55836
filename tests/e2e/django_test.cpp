// Django's static files: collected while the image is built, served by the app.

#include "fixture_app.hpp"
#include "python_project.hpp"
#include "tools.hpp"

#include <adder/base/files.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class DjangoTest : public testing::Test {
  protected:
    /// The style sheet that the page refers to.
    std::string style() {
        const Rootfs rootfs = app_.project().rootfs();
        RunningApp running{rootfs};
        const std::string page = running.get("/");
        const std::size_t start = page.find("/static/site.");
        EXPECT_NE(start, std::string::npos) << page << running.output();
        if (start == std::string::npos) return {};
        return running.get(page.substr(start, page.find('"', start) - start));
    }
    /// The digest of the layer that holds them.
    std::string static_layer() {
        const Image image = app_.project().image();
        for (const std::string& digest : image.content_digests()) {
            for (const std::string& file : image.files_in(digest)) {
                if (file.find("/staticfiles/") != std::string::npos) return digest;
            }
        }
        return {};
    }

    FixtureApp app_{"django-static-app"};
};

TEST_F(DjangoTest, StaticFilesAreCollectedAndServed) {
    EXPECT_THAT(app_.build(), AllOf(HasSubstr("1 static file copied to '"), HasSubstr("Collected in "),
                                    Not(HasSubstr("! "))));
    EXPECT_EQ(style(), "body { color: navy }\n");
    // Other code and other files: what is installed is at hand, and new static files are seen.
    app_.write("assets/site.css", "body { color: teal }\n");
    EXPECT_THAT(app_.build(),
                AllOf(HasSubstr("Reused from the previous image"),
                      HasSubstr("unchanged: reused from the previous image"), HasSubstr("Collected in "),
                      Not(HasSubstr("unpacked in")), Not(HasSubstr("Downloading"))));
    EXPECT_EQ(style(), "body { color: teal }\n");
    const std::string layer = static_layer();
    app_.write("mysite/more.py", "changed = True\n");
    app_.build();
    EXPECT_NE(layer, "");
    EXPECT_EQ(static_layer(), layer) << "other code leaves their layer as it is";
    EXPECT_FALSE(std::filesystem::exists(app_.project().app() / "mysite/__pycache__"))
        << "the app stays as it is";
    // Without the cache they are installed again, and the image is as it should be.
    app_.project().forget_cache();
    app_.build();
    EXPECT_EQ(style(), "body { color: teal }\n");
}

TEST_F(DjangoTest, SettingsThatNeedWhatABuildDoesNotHave) {
    app_.replace("mysite/settings.py", "os.environ.get(\"SECRET_KEY\", \"only for tests\")",
                 "os.environ[\"SECRET_KEY\"]");
    EXPECT_THAT(app_.failure(), AllOf(HasSubstr("! Django's settings need the variable 'SECRET_KEY'"),
                                      HasSubstr("BP_DJANGO_COLLECTSTATIC=false")));
    app_.set("SECRET_KEY", "s3cret-of-the-build");
    EXPECT_THAT(app_.build(), HasSubstr("Collected in "));
    app_.set("SECRET_KEY", "");
    app_.set("BP_DJANGO_COLLECTSTATIC", "false");
    EXPECT_THAT(app_.build(), Not(HasSubstr("Static files")));
    app_.set("BP_DJANGO_COLLECTSTATIC", "");
    app_.set("DISABLE_COLLECTSTATIC", "1");
    EXPECT_THAT(app_.build(), Not(HasSubstr("Static files")));
}

class AllDjangoManagersTest : public DjangoTest {
  protected:
    void SetUp() override {
        if (!setting("ADDER_E2E_ALL_MANAGERS") && !setting("ADDER_E2E_ALL_FRAMEWORKS"))
            GTEST_SKIP() << "scripts/test.sh frameworks runs it";
    }
};

TEST_F(AllDjangoManagersTest, SettingsThatFail) {
    app_.replace("mysite/settings.py", "[\"django.contrib.staticfiles\"]",
                 "[\"django.contrib.staticfiles\", \"corsheaders\"]");
    EXPECT_THAT(app_.failure(),
                HasSubstr("! Django's settings need the module 'corsheaders', which is not installed."));
    app_.replace("mysite/settings.py", "import os\n", "import os;;\n");
    EXPECT_THAT(app_.failure(), HasSubstr("! Django's static files could not be collected."));
    EXPECT_THAT(app_.log(), HasSubstr("SyntaxError"));
}

TEST_F(AllDjangoManagersTest, AReferenceToNothing) {
    app_.write("assets/site.css", "body { background: url(absent.png) }\n");
    EXPECT_THAT(app_.failure(),
                HasSubstr("! The static file 'absent.png' does not exist, and others refer to it."));
}

TEST_F(AllDjangoManagersTest, NothingToCollect) {
    app_.replace("mysite/settings.py", "STATIC_ROOT = BASE_DIR / \"staticfiles\"\n", "");
    EXPECT_THAT(app_.build(), HasSubstr("Not collected: STATIC_ROOT is not set in mysite/settings.py."));
    app_.write("more.py", "changed = True\n");
    EXPECT_THAT(app_.build(), AllOf(HasSubstr("unchanged: reused from the previous image"),
                                    Not(HasSubstr("Restoring data for \"adder/python:venv\""))));
    app_.set("BP_DJANGO_COLLECTSTATIC", "true");
    EXPECT_THAT(app_.build(), HasSubstr("Not collected: STATIC_ROOT is not set.")) << "by Django";
    app_.replace("mysite/settings.py", "[\"django.contrib.staticfiles\"]", "[]");
    EXPECT_THAT(app_.build(),
                HasSubstr("None to collect: django.contrib.staticfiles is not in INSTALLED_APPS."));
}

TEST_F(AllDjangoManagersTest, WhatHurtsInProductionIsTold) {
    app_.set("DEBUG", "1");
    app_.replace("requirements.txt", "whitenoise==6.12.0\n", "");
    app_.replace("mysite/settings.py", ", \"whitenoise.middleware.WhiteNoiseMiddleware\"", "");
    app_.replace("mysite/settings.py", "whitenoise.storage.CompressedManifestStaticFilesStorage",
                 "django.contrib.staticfiles.storage.StaticFilesStorage");
    EXPECT_THAT(app_.build(),
                AllOf(HasSubstr("! Django's settings have DEBUG = True."),
                      HasSubstr("BP_PYTHON_IGNORE_WARNINGS=debug"),
                      HasSubstr("! Static files are collected, and the app does not serve them.")));
    app_.set("BP_PYTHON_IGNORE_WARNINGS", "debug,static");
    EXPECT_THAT(app_.build(), Not(HasSubstr("! ")));
}

TEST_F(AllDjangoManagersTest, AProjectBelowTheApp) {
    for (const char* name : {"manage.py", "mysite", "assets", "page.html"}) {
        base::make_directories(app_.project().source() / "web");
        std::filesystem::rename(app_.project().source() / name, app_.project().source() / "web" / name);
    }
    EXPECT_THAT(app_.build(), HasSubstr("web/staticfiles'"));
    EXPECT_EQ(style(), "body { color: navy }\n");
}

}  // namespace
}  // namespace adder::test
