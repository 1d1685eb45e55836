#include "python/launch/static_files.hpp"

#include <adder/base/files.hpp>

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adder::python {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Outcome = StaticFiles::Outcome;

StaticFiles collected(const fs::path& root) { return {.outcome = Outcome::collected, .root = root}; }

TEST(StaticFilesReportTest, IsRead) {
    using namespace std::string_view_literals;
    EXPECT_EQ(parse_static_files_report("collected\0/app/static\0"sv), collected("/app/static"));
    EXPECT_EQ(parse_static_files_report("no-root\0\0debug"sv),
              (StaticFiles{.outcome = Outcome::no_root, .root = {}, .debug = true}));
    EXPECT_EQ(parse_static_files_report("no-app\0\0"sv).outcome, Outcome::no_app);
    EXPECT_EQ(parse_static_files_report("").outcome, Outcome::not_asked);
}

struct Failure {
    const char* name;
    const char* output;
    const char* title;
};

class ExplainDjangoTest : public testing::TestWithParam<Failure> {};

TEST_P(ExplainDjangoTest, NamesWhatIsMissing) {
    EXPECT_EQ(explain_django({1, 0}, GetParam().output).title(), GetParam().title);
}

INSTANTIATE_TEST_SUITE_P(
    , ExplainDjangoTest,
    testing::Values(
        Failure{"environ",
                "  File \"/app/mysite/settings.py\", line 3, in <module>\n    SECRET_KEY = "
                "os.environ[\"SECRET_KEY\"]\n"
                "  File \"<frozen os>\", line 716, in __getitem__\nKeyError: 'SECRET_KEY'\n",
                "Django's settings need the variable 'SECRET_KEY', which this build does not have."},
        Failure{"decouple",
                "decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar or define a "
                "default value.\n",
                "Django's settings need the variable 'SECRET_KEY', which this build does not have."},
        Failure{"django_environ",
                "django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable\n",
                "Django's settings need the variable 'DATABASE_URL', which this build does not have."},
        Failure{"environs", "environs.exceptions.EnvError: Environment variable \"DEBUG\" not set\n",
                "Django's settings need the variable 'DEBUG', which this build does not have."},
        Failure{"module", "ModuleNotFoundError: No module named 'corsheaders'\n",
                "Django's settings need the module 'corsheaders', which is not installed."},
        Failure{"manifest",
                "whitenoise.storage.MissingFileError: The file 'shop/logo.png' could not be found with "
                "<whitenoise.storage.CompressedManifestStaticFilesStorage object at 0x7f>.\n",
                "The static file 'shop/logo.png' does not exist, and others refer to it."},
        Failure{"key", "KeyError: 'static'\n", "Django's static files could not be collected."},
        Failure{"other", "SyntaxError: invalid syntax\n", "Django's static files could not be collected."}),
    [](const auto& test) { return test.param.name; });

TEST(DjangoKilledTest, IsWantOfMemory) {
    EXPECT_THAT(explain_django({0, SIGKILL}, "").title(), HasSubstr("killed"));
}

TEST(StaticFilesSliceTest, IsWhatIsCollectedInTheApp) {
    const base::TempDir app;
    base::make_directories(app.path() / "site/staticfiles");
    EXPECT_THAT(slice_of(collected(app.path() / "site/staticfiles"), app.path())->paths,
                ElementsAre("site/staticfiles"));
    EXPECT_FALSE(slice_of(collected(app.path() / "absent"), app.path()));
    EXPECT_FALSE(slice_of(collected(app.path()), app.path()));
    EXPECT_FALSE(slice_of(collected("/elsewhere"), app.path()));
    EXPECT_FALSE(slice_of({.outcome = Outcome::no_root}, app.path()));
}

std::vector<std::string> titles(const StaticFiles& files, const Installed& installed) {
    std::vector<std::string> all;
    for (const Advice& advice : advice_on(files, "/app", installed)) all.push_back(advice.title);
    return all;
}

TEST(StaticFilesAdviceTest, WhatHurtsInProduction) {
    EXPECT_THAT(titles(collected("/app/static"), {"django", "whitenoise"}), IsEmpty());
    EXPECT_THAT(titles(collected("/app/static"), {"django"}),
                ElementsAre("Static files are collected, and the app does not serve them."));
    EXPECT_THAT(titles(collected("/srv/static"), {"whitenoise"}),
                ElementsAre("Static files are collected outside of the app's directory."));
    EXPECT_THAT(titles({.outcome = Outcome::no_root, .root = {}, .debug = true}, {}),
                ElementsAre("Django's settings have DEBUG = True."));
}

}  // namespace
}  // namespace adder::python
